// What the parts of the prelude share. Scripts never see it.
(function () {
  'use strict';
  // no prototype: what a script adds to Object.prototype must not be asked, with this object as its receiver
  const bare = Object.create.bind(Object, null);
  const $ = bare();
  $.bare = () => bare();

  // ---- what Java makes values with
  const fromBase64 = Uint8Array.fromBase64;
  $.makers = {
    object: () => ({}),
    array: () => [],
    buffer: length => new ArrayBuffer(length),
    base64: fromBase64 ? text => fromBase64.call(Uint8Array, text).buffer : undefined,
  };

  // ---- tasks: a call from Java is one; events that it fires wait until it has ended, and each of their listeners is one by itself,
  // so that promises settle between listeners
  let hosted = 0;
  const waiting = [];

  $.enter = function (fn, ...args) {
    hosted++;
    try {
      fn(...args);
    } catch (e) {
      $.reportException(e);
    } finally {
      hosted--;
    }
  };

  $.pump = function () {
    hosted++;
    try {
      while (waiting.length > 0) {
        if (waiting[0]()) {
          return true;
        }
        waiting.shift();
      }
      return false;
    } finally {
      hosted--;
    }
  };

  // step() does one thing and says whether there may be more
  $.inSteps = function (step) {
    if (hosted > 0) {
      waiting.push(step);
    } else {
      while (step()) { /* at once */ }
    }
  };

  $.expose = function (name, value) {
    Object.defineProperty(globalThis, name, { value, writable: true, enumerable: false, configurable: true });
  };

  // throws what a script is to catch
  $.fail = (name, message, details) => {
    throw $.exceptionOf(name, message, details);
  };

  const finishing = [];
  $.atEnd = fn => finishing.push(fn);
  $.finish = function () {
    finishing.forEach(fn => fn());
  };
  return $;
})()
