// Reads { token, cases: [{ url, fields: [[key, value], ...], signature }] } and answers for each: whether npm's twilio accepts the signature,
// whether it refuses it for another URL, and the signature that it expects itself.
const twilio = require("twilio");

// A key that comes more than once is an array to the library.
const form = (fields) => {
  const params = {};
  for (const [key, value] of fields) params[key] = key in params ? [].concat(params[key], value) : value;
  return params;
};

let text = "";
process.stdin.on("data", (part) => (text += part)).on("end", () => {
  const { token, cases } = JSON.parse(text);
  const answers = cases.map(({ url, fields, signature }) => ({
    accepted: twilio.validateRequest(token, signature, url, form(fields)),
    refusesAnother: !twilio.validateRequest(token, signature, url + "x", form(fields)),
    expected: twilio.getExpectedTwilioSignature(token, url, form(fields)),
  }));
  process.stdout.write(JSON.stringify(answers));
});
