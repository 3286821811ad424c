// What the parts of the prelude share. Scripts never see it.
//
// The prelude runs in a realm of its own: what it makes for itself has built-ins that no script reaches. What it hands to scripts is
// adopted, which is given the prototypes of the scripts' realm. `inner` and `outer` are the two global objects; where the context
// cannot make a realm they are the same.
(function (inner, outer, there) {
  'use strict';
  // no prototype: what a script adds to Object.prototype must not be asked, with this object as its receiver
  const bare = Object.create.bind(Object, null);
  const $ = bare();
  $.bare = () => bare();
  $.outer = outer;
  $.inner = inner;
  $.onRejection = there.onRejection;
  const isApart = inner !== outer;

  // ---- two realms
  const { getPrototypeOf, setPrototypeOf, defineProperty, getOwnPropertyDescriptor, freeze, create } = Object;
  const { ownKeys, apply } = Reflect;
  const isObject = v => (typeof v === 'object' && v !== null) || typeof v === 'function';
  // the prototype in the scripts' realm, by the one here
  const twins = new Map();
  const hidden = global => {
    const { Object: O, Function: F, Reflect: R } = global;
    const of = text => R.getPrototypeOf(F(`return ${text}`)());
    return [of('async function () {}'), of('function* () {}'), of('async function* () {}'), of('[][Symbol.iterator]()'),
      of('new Map()[Symbol.iterator]()'), of('new Set()[Symbol.iterator]()'), of('""[Symbol.iterator]()'),
      of('"".matchAll(/x/g)'), of('Int8Array.prototype'), of('Int8Array'), of('(function* () {}).prototype'),
      of('(async function* () {}).prototype'), of('function () {}'), O.prototype];
  };
  if (isApart) {
    const [here, there] = [hidden(inner), hidden(outer)];
    here.forEach((prototype, i) => twins.set(prototype, there[i]));
    for (const name of Object.getOwnPropertyNames(inner)) {
      const [own, other] = [inner[name], outer[name]];
      if (typeof own === 'function' && typeof other === 'function' && isObject(own.prototype) && isObject(other.prototype)) {
        twins.set(own.prototype, other.prototype);
        const [a, b] = [own.prototype, other.prototype];
        // an instance is one of either realm
        defineProperty(own, Symbol.hasInstance, { value(v) {
          if (this !== own) {
            for (let p = isObject(v) ? getPrototypeOf(v) : null; p !== null; p = getPrototypeOf(p)) {
              if (p === this.prototype) return true;
            }
            return false;
          }
          for (let p = isObject(v) ? getPrototypeOf(v) : null; p !== null; p = getPrototypeOf(p)) {
            if (p === a || p === b) return true;
          }
          return false;
        } });
      }
    }
    for (const name of ['globalThis', 'eval']) {
      defineProperty(inner, name, { value: outer[name], writable: false, enumerable: false, configurable: false });
    }
  }
  const plain = Object.prototype;
  const lists = Array.prototype;
  // gives what was made here to scripts: it, and what it holds where it is a list, an object or a promise
  $.adopt = !isApart ? v => v : function adopt(value) {
    if (!isObject(value)) {
      return value;
    }
    const prototype = getPrototypeOf(value);
    const twin = twins.get(prototype);
    if (twin !== undefined && Reflect.setPrototypeOf(value, twin)) {
      if (prototype === plain || prototype === lists) {
        for (const key of ownKeys(value)) {
          const member = getOwnPropertyDescriptor(value, key);
          if ('value' in member) {
            adopt(member.value);
          } else {
            adopt(member.get);
            adopt(member.set);
          }
        }
      }
    }
    return value;
  };
  // what a generator yields, by one of the scripts' realm
  const GENERATOR = getPrototypeOf(function* () { /* nothing */ });
  const LATER_GENERATOR = getPrototypeOf(async function* () { /* nothing */ });
  const items = own => there.items(() => {
    const { value, done } = own.next();
    return done ? undefined : [$.adopt(value)];
  }, () => own.return());
  const laterItems = own => there.laterItems(async () => {
    const { value, done } = await own.next();
    return done ? undefined : [$.adopt(value)];
  }, () => own.return());
  // a promise whose value and reason are for scripts
  $.promise = executor => new Promise((resolve, reject) => {
    const refuse = error => reject($.adopt(error));
    try {
      executor(value => resolve($.adopt(value)), refuse);
    } catch (e) {
      refuse(e);
    }
  });
  // a promise of scripts, or whatever they gave for one, as a promise of the prelude's
  $.inward = value => (isObject(value)
    ? new Promise((resolve, reject) => { there.watch(value, resolve, reject); }) : Promise.resolve(value));
  // a promise of the prelude's that it goes on using, as one for scripts
  const given = new WeakMap();
  $.promiseOf = function (promise) {
    if (!isApart) {
      return promise;
    }
    let made = given.get(promise);
    if (made === undefined) {
      made = $.adopt(promise.then(value => $.adopt(value), error => { throw $.adopt(error); }));
      given.set(promise, made);
    }
    return made;
  };
  // what a class or a function of the host returns: what its promises bring is adopted with them
  const handed = value => (isObject(value) && getPrototypeOf(value) === Promise.prototype ? $.promiseOf(value) : $.adopt(value));
  // a function for scripts around one of the prelude's: what it returns and throws is adopted
  $.handing = function (fn, name = fn.name, length = fn.length, giving = $.adopt) {
    if (!isApart) {
      return fn;
    }
    const give = getPrototypeOf(fn) === GENERATOR ? items : getPrototypeOf(fn) === LATER_GENERATOR ? laterItems : giving;
    const made = { [name](...args) {
      try {
        return give(apply(fn, this, args));
      } catch (e) {
        throw $.adopt(e);
      }
    } }[name];
    defineProperty(made, 'length', { value: length, configurable: true });
    return $.adopt(made);
  };
  // a class for scripts: its members hand out, and it inherits from what scripts have
  const whole = new Set();
  $.handOver = function (type) {
    if (!isApart || whole.has(type)) {
      return;
    }
    whole.add(type);
    for (const one of [type, type.prototype]) {
      const above = getPrototypeOf(one);
      if (twins.has(above)) {
        setPrototypeOf(one, twins.get(above));
      } else if (one === type && typeof above === 'function' && isObject(above.prototype)) {
        $.handOver(above);
      }
      for (const key of ownKeys(one)) {
        const member = getOwnPropertyDescriptor(one, key);
        if (key === 'constructor' || key === 'prototype' || !member.configurable) {
          continue;
        }
        const name = typeof key === 'symbol' ? `[${key.description}]` : key;
        if (typeof member.value === 'function') {
          member.value = wrapped(member.value, name);
        } else if (member.get || member.set) {
          member.get = member.get && wrapped(member.get, `get ${name}`);
          member.set = member.set && wrapped(member.set, `set ${name}`);
        } else {
          continue;
        }
        defineProperty(one, key, member);
      }
    }
  };
  const wrappers = new Map();
  function wrapped(fn, name) {
    if (getPrototypeOf(fn) === outer.Function.prototype) {
      return fn; // is one for scripts
    }
    const known = wrappers.get(fn) || $.handing(fn, name, fn.length, handed);
    wrappers.set(fn, known);
    return known;
  }
  // nothing of this realm changes any more, and nothing is compiled in it
  function shut() {
    if (!isApart) {
      return;
    }
    const all = new Set([...hidden(inner), ...twins.keys()]);
    for (const prototype of all) {
      if (typeof prototype.constructor === 'function' && /Function$/.test(prototype.constructor.name)) {
        delete prototype.constructor;
      }
    }
    for (const name of Object.getOwnPropertyNames(inner)) {
      const value = inner[name];
      if (isObject(value) && value !== outer && outer[name] !== value) {
        all.add(value);
      }
    }
    delete inner.Function;
    all.forEach(one => freeze(one));
  }

  // ---- what Java makes values with
  $.countBuffer = buffer => buffer;
  const { fromBase64 } = Uint8Array;
  $.makers = {
    object: () => ({}),
    array: () => [],
    buffer: length => $.countBuffer($.adopt(new ArrayBuffer(length))),
    base64: fromBase64 ? text => $.countBuffer($.adopt(apply(fromBase64, Uint8Array, [text]).buffer)) : undefined,
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
    const prototype = typeof value === 'function' ? getOwnPropertyDescriptor(value, 'prototype') : undefined;
    const own = value; // the prelude's own calls go to what is not wrapped
    if (typeof value === 'function' && (prototype === undefined || prototype.writable)) {
      value = $.handing(value, name, value.length, handed);
    } else if (prototype !== undefined) {
      $.handOver(value);
    } else {
      $.adopt(value);
    }
    const property = { value, writable: true, enumerable: false, configurable: true };
    defineProperty(outer, name, property);
    if (isApart) {
      defineProperty(inner, name, { ...property, value: own });
    }
  };

  // throws what a script is to catch
  $.fail = (name, message, details) => {
    throw $.exceptionOf(name, message, details);
  };

  const finishing = [];
  $.atEnd = fn => finishing.push(fn);
  $.finish = function () {
    finishing.forEach(fn => fn());
    shut();
  };
  return $;
})
