// Reads { documents: [{ verbs: [{ name, attributes, text, nouns: [...] }] }] }, our TwiML taken apart, and answers for each: the document that npm's
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
  const answers = JSON.parse(text).documents.map(({ verbs }) => {
    const response = new twilio.twiml.VoiceResponse();
    const problems = [];
    for (const verb of verbs) {
      problems.push(...unknown(verb.name, verb.attributes));
      const build = verb.name.toLowerCase();
      const built = verb.name === "Say" ? response[build](verb.attributes, verb.text) : response[build](verb.attributes);
      for (const noun of verb.nouns) {
        problems.push(...unknown(noun.name, noun.attributes));
        built[noun.name.toLowerCase()](noun.attributes, noun.text);
      }
    }
    return { document: response.toString(), problems };
  });
  process.stdout.write(JSON.stringify(answers));
});
