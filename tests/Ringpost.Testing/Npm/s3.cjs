// Serves the folder that is named as an S3-compatible store with one bucket, on a free port of loopback, until its input ends. s3rver itself lets
// every Signature Version 4 pass, so each is checked here first, from the specification and without Amazon's library.
const crypto = require("crypto");
const http = require("http");
const S3rver = require("s3rver");

const SECRET = "S3RVER";
const hmac = (key, text) => crypto.createHmac("sha256", key).update(text).digest();
const form =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, *SignedHeaders=([^,]+), *Signature=([0-9a-f]{64})$/;

const isSigned = (request) => {
  const match = form.exec(request.headers.authorization || "");
  if (!match) return false;
  const [, , day, region, signed, given] = match;
  const [path, query = ""] = request.url.split("?");
  const canonical = [
    request.method,
    path,
    query.split("&").filter(Boolean).map((part) => (part.includes("=") ? part : part + "=")).sort().join("&"),
    ...signed.split(";").map((name) => `${name}:${(request.headers[name] || "").trim().replace(/ +/g, " ")}`),
    "",
    signed,
    request.headers["x-amz-content-sha256"],
  ].join("\n");
  const text = [
    "AWS4-HMAC-SHA256",
    request.headers["x-amz-date"],
    `${day}/${region}/s3/aws4_request`,
    crypto.createHash("sha256").update(canonical).digest("hex"),
  ].join("\n");
  const key = [region, "s3", "aws4_request"].reduce(hmac, hmac("AWS4" + SECRET, day));
  return hmac(key, text).toString("hex") === given;
};

const store = new S3rver({ silent: true, directory: process.argv[2], configureBuckets: [{ name: "recordings" }] });
const answer = store.callback();
const server = http.createServer((request, response) => {
  if (isSigned(request)) return answer(request, response);
  response.writeHead(403, { "content-type": "application/xml" });
  response.end("<Error><Code>SignatureDoesNotMatch</Code><Message>The signature does not fit.</Message></Error>");
});
store.configureBuckets().then(() => server.listen(0, "127.0.0.1", () => process.stdout.write(server.address().port + "\n")));
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
