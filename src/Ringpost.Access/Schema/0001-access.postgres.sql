-- People who sign in. The password is hashed by ASP.NET Core Identity; a new security stamp ends all sessions.
CREATE TABLE users (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL,
    normalized_name text NOT NULL,
    password_hash text NOT NULL,
    security_stamp text NOT NULL,
    role text NOT NULL,
    disabled bigint NOT NULL DEFAULT 0,
    failed_sign_ins bigint NOT NULL DEFAULT 0,
    locked_until bigint NULL,
    created_at bigint NOT NULL
);
CREATE UNIQUE INDEX users_name ON users (normalized_name);

-- Keys for programs: found by their prefix, kept as a hash.
CREATE TABLE api_keys (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL,
    prefix text NOT NULL,
    hash text NOT NULL,
    role text NOT NULL,
    created_at bigint NOT NULL,
    last_used_at bigint NULL,
    revoked_at bigint NULL
);
CREATE UNIQUE INDEX api_keys_prefix ON api_keys (prefix);

-- ASP.NET Core Data Protection keys, sealed under the master key.
CREATE TABLE data_protection_keys (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL,
    xml text NOT NULL,
    created_at bigint NOT NULL
);
