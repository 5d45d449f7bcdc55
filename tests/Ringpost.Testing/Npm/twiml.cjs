// Reads { documents: [{ verb, attributes, noun, nounAttributes, text }] }, our TwiML taken apart, and answers for each: the document that npm's
// builder makes of the same words, and what its declarations do not know.
const fs = require("fs");
const path = require("path");
const twilio = require("twilio");

const declarations = fs.readFileSync(path.join(path.dirname(require.resolve("twilio")), "twiml", "VoiceResponse.d.ts"), "utf8");

const known = (name) => {
  const body = new RegExp(`interface ${name}Attributes \\{([\\s\\S]*?)\\n    \\}`).exec(declarations);
  return body ? [...body[1].matchAll(/^\s+"?([\w.]+)"?\?:/gm)].map((m) => m[1]) : [];
};

const unknown = (name, attributes) => Object.keys(attributes).filter((a) => !known(name).includes(a));

let text = "";
process.stdin.on("data", (part) => (text += part)).on("end", () => {
  const answers = JSON.parse(text).documents.map(({ verb, attributes, noun, nounAttributes, text: value }) => {
    const response = new twilio.twiml.VoiceResponse();
    const problems = [];
    if (verb) {
      problems.push(...unknown(verb, attributes));
      const built = response[verb.toLowerCase()](attributes);
      if (noun) {
        problems.push(...unknown(noun, nounAttributes));
        built[noun.toLowerCase()](nounAttributes, value);
      }
    }
    return { document: response.toString(), problems };
  });
  process.stdout.write(JSON.stringify(answers));
});
