-- People who sign in. The password is hashed by ASP.NET Core Identity; a new security stamp ends all sessions.
CREATE TABLE users (
    id integer PRIMARY KEY AUTOINCREMENT,
    name text NOT NULL,
    normalized_name text NOT NULL,
    password_hash text NOT NULL,
    security_stamp text NOT NULL,
    role text NOT NULL,
    disabled integer NOT NULL DEFAULT 0,
    failed_sign_ins integer NOT NULL DEFAULT 0,
    locked_until integer NULL,
    created_at integer NOT NULL
);
CREATE UNIQUE INDEX users_name ON users (normalized_name);

-- Keys for programs: found by their prefix, kept as a hash.
CREATE TABLE api_keys (
    id integer PRIMARY KEY AUTOINCREMENT,
    name text NOT NULL,
    prefix text NOT NULL,
    hash text NOT NULL,
    role text NOT NULL,
    created_at integer NOT NULL,
    last_used_at integer NULL,
    revoked_at integer NULL
);
CREATE UNIQUE INDEX api_keys_prefix ON api_keys (prefix);

-- ASP.NET Core Data Protection keys, sealed under the master key.
CREATE TABLE data_protection_keys (
    id integer PRIMARY KEY AUTOINCREMENT,
    name text NOT NULL,
    xml text NOT NULL,
    created_at integer NOT NULL
);
