// The extension in a shell that a benchmark can empty and fill again: what is registered is disposed, as when it is
// deactivated, and registered again, as when it is activated. `stageSwitched` puts it beside the bundle.
const extension = require('./extension.js');

exports.activate = (context) => {
  let subscriptions = [];
  const shell = {
    fill() {
      subscriptions = [];
      extension.activate(Object.create(context, { subscriptions: { value: subscriptions } }));
    },
    empty() {
      for (const each of subscriptions.splice(0)) each.dispose();
    },
  };
  shell.fill();
  context.subscriptions.push({ dispose: () => shell.empty() });
  return shell;
};
