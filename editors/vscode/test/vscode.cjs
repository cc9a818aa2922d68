// The stub, with an inert class for every name of VS Code that nobody here uses.

const stub = require("./stub.ts");

/** A class whose every static member is 0, as good as any for an enumeration. */
function inert(name) {
  const type = { [name]: class {} }[name];
  return new Proxy(type, { get: (target, key) => (key in target ? target[key] : 0) });
}

const made = {};
module.exports = new Proxy(stub, {
  get: (target, name) => (name in target || typeof name === "symbol" ? target[name] : (made[name] ??= inert(name))),
});
