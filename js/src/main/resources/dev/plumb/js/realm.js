// A realm of the prelude's own, where the context can make one: its built-ins are out of scripts' reach, whatever they do to theirs.
(function () {
  'use strict';
  const graal = globalThis.Graal;
  // set by a function of the scripts' realm, it is of that realm
  const onRejection = handler => {
    if (graal && graal.setUnhandledPromiseRejectionHandler) {
      graal.setUnhandledPromiseRejectionHandler(handler);
    }
  };
  // what only code of the scripts' realm can do without showing a script anything of the prelude's
  const there = {
    onRejection,
    // tells how a promise of scripts settles
    async watch(promise, fulfilled, rejected) {
      let value;
      try {
        value = await promise;
      } catch (e) {
        rejected(e);
        return;
      }
      fulfilled(value);
    },
    // next() gives the next value in a list of one, or nothing at the end
    *items(next, end) {
      try {
        for (let item = next(); item !== undefined; item = next()) {
          yield item[0];
        }
      } finally {
        end();
      }
    },
    async *laterItems(next, end) {
      try {
        for (let item = await next(); item !== undefined; item = await next()) {
          yield item[0];
        }
      } finally {
        await end();
      }
    },
  };
  if (typeof Realm !== 'object') {
    return { global: globalThis, scripts: globalThis, within: run => run(), there };
  }
  const realms = Realm;
  const evaluate = realms.eval;
  const number = realms.create();
  const global = realms.global(number);
  delete globalThis.Realm;
  delete global.Realm;
  return {
    global,
    scripts: globalThis,
    there,
    // what the host evaluates meanwhile belongs to that realm
    within(run) {
      global.run = run;
      try {
        return evaluate(number, 'run()');
      } finally {
        delete global.run;
      }
    },
  };
})()
