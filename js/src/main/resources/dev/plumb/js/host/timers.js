// setTimeout and its kin: every callback is a task of its own on the context's loop.
(function ($) {
  'use strict';
  const host = $.native.host;
  const timers = new Map();
  let lastId = 0;
  // the handle that the task now running was set by, for the depth of nesting
  let depth = 0;
  const NESTING_ALLOWED = 5;
  const LONGEST_MILLIS = 2 ** 31 - 1;

  function millis(timeout, level) {
    const value = Math.trunc(Number(timeout)) || 0;
    const wanted = value < 0 || value > LONGEST_MILLIS ? 0 : value;
    return level > NESTING_ALLOWED ? Math.max(wanted, 4) : wanted;
  }

  function run(id) {
    const timer = timers.get(id);
    if (!timer) {
      return;
    }
    depth = timer.level;
    try {
      if (typeof timer.handler === 'function') {
        Reflect.apply(timer.handler, globalThis, timer.args);
      } else {
        (0, eval)(timer.handler);
      }
    } catch (error) {
      $.reportException(error);
    } finally {
      depth = 0;
    }
    if (!timer.repeats) {
      timers.delete(id);
    } else if (timers.has(id)) {
      timer.level++;
      timer.native = host.schedule(Math.max(1, millis(timer.timeout, timer.level)), () => run(id));
    }
  }

  function set(handler, timeout, args, repeats) {
    const id = ++lastId;
    const level = depth + 1;
    const timer = { handler: typeof handler === 'function' ? handler : String(handler), args, repeats, timeout, level };
    timers.set(id, timer);
    timer.native = host.schedule(millis(timeout, level), () => run(id));
    return id;
  }

  function clear(id) {
    const timer = timers.get(Number(id));
    if (timer) {
      timers.delete(Number(id));
      host.cancel(timer.native);
    }
  }

  $.expose('setTimeout', function setTimeout(handler, timeout = 0, ...args) {
    $.requireArguments(1, arguments.length, 'setTimeout');
    return set(handler, timeout, args, false);
  });
  $.expose('setInterval', function setInterval(handler, timeout = 0, ...args) {
    $.requireArguments(1, arguments.length, 'setInterval');
    return set(handler, timeout, args, true);
  });
  $.expose('clearTimeout', function clearTimeout(id = 0) {
    clear(id);
  });
  $.expose('clearInterval', function clearInterval(id = 0) {
    clear(id);
  });
  $.expose('queueMicrotask', function queueMicrotask(callback) {
    if (typeof callback !== 'function') {
      throw new TypeError('queueMicrotask: the argument is not a function');
    }
    Promise.resolve().then(() => {
      try {
        callback();
      } catch (error) {
        $.reportException(error);
      }
    });
  });
})
