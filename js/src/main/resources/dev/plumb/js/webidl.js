// Web IDL's binding: conversions, and interface objects made from the definitions.
(function ($) {
  'use strict';
  const model = JSON.parse($.native.idl);
  const { defineProperty, create, freeze, setPrototypeOf } = Object;
  const has = (o, k) => Object.prototype.hasOwnProperty.call(o, k);
  // the originals: a script may replace what is on the prototypes, and would be given what passes through it
  const { apply } = Reflect;
  const append = (array, value) => {
    defineProperty(array, array.length, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
  };
  const isObject = v => (typeof v === 'object' && v !== null) || typeof v === 'function';

  // ---- the half of an object that does the work, stamped on the half that scripts have
  const Bare = class { constructor(o) { return o; } };
  class Stamp extends Bare {
    #impl;
    constructor(o, impl) { super(o); this.#impl = impl; }
    static get(o) { return isObject(o) && #impl in o ? o.#impl : undefined; }
  }
  $.implOf = Stamp.get;
  // the object of Java behind it, and what ties the two: neither is a property
  class Held extends Bare {
    #handle;
    #tie;
    constructor(impl, handle) {
      super(impl);
      this.#handle = handle;
      this.#tie = $.native.tie(handle, impl);
    }
    static handleOf(impl) { return #handle in impl ? impl.#handle : undefined; }
  }
  $.hold = (impl, handle) => { new Held(impl, handle); };
  $.handleOf = Held.handleOf;

  const interfaces = new Map();
  const iface = name => interfaces.get(name);

  class Impl {
    $wrapper = undefined;
    get wrapper() { return this.$wrapper || wrap(this, this.constructor.$iface.prototype); }
  }
  setPrototypeOf(Impl.prototype, null); // getters that a script adds to Object.prototype would see it
  $.Impl = Impl;

  function wrap(impl, prototype) {
    const wrapper = create(prototype);
    new Stamp(wrapper, impl);
    impl.$wrapper = wrapper;
    if (impl.wrapped) {
      impl.wrapped(wrapper);
    }
    return wrapper;
  }
  $.wrap = impl => (impl === null || impl === undefined ? null : impl.wrapper);
  // stamps an object that exists already, as the global one
  $.stamp = (wrapper, impl) => {
    new Stamp(wrapper, impl);
    impl.$wrapper = wrapper;
  };

  const isA = (impl, i) => impl !== undefined && impl.constructor.$iface !== undefined && impl.constructor.$iface.ancestors.has(i.name);
  $.is = (value, name) => isA(Stamp.get(value), iface(name));

  // ---- numbers
  const evenRound = x => {
    const down = Math.floor(x);
    const part = x - down;
    return part < 0.5 || (part === 0.5 && down % 2 === 0) ? down : down + 1;
  };
  function integer(value, bits, signed, type, what) {
    const upper = bits === 64 ? 2 ** 53 - 1 : signed ? 2 ** (bits - 1) - 1 : 2 ** bits - 1;
    const lower = !signed ? 0 : bits === 64 ? -(2 ** 53 - 1) : -(2 ** (bits - 1));
    let x = +value;
    if (x === 0) {
      return 0;
    }
    if (type.EnforceRange) {
      if (!Number.isFinite(x)) {
        throw new TypeError(`${what} is not a finite number`);
      }
      x = Math.trunc(x);
      if (x < lower || x > upper) {
        throw new TypeError(`${what} is out of range`);
      }
      return x === 0 ? 0 : x;
    }
    if (type.Clamp && !Number.isNaN(x)) {
      const clamped = evenRound(Math.min(Math.max(x, lower), upper));
      return clamped === 0 ? 0 : clamped;
    }
    if (!Number.isFinite(x)) {
      return 0;
    }
    x = Math.trunc(x);
    if (bits === 64) {
      const wrapped = signed ? BigInt.asIntN(64, BigInt(x)) : BigInt.asUintN(64, BigInt(x));
      return Number(wrapped);
    }
    const modulus = 2 ** bits;
    x = ((x % modulus) + modulus) % modulus;
    return signed && x >= 2 ** (bits - 1) ? x - modulus : x;
  }
  const INTEGERS = {
    byte: [8, true], octet: [8, false], short: [16, true], 'unsigned short': [16, false], long: [32, true],
    'unsigned long': [32, false], 'long long': [64, true], 'unsigned long long': [64, false],
  };

  // ---- conversions in: a function (value, what it is) for each type
  const converters = new Map();
  function converter(type) {
    const key = JSON.stringify(type);
    let made = converters.get(key);
    if (made === undefined) {
      made = (value, what) => real(value, what);
      converters.set(key, made); // a dictionary may have itself among its members
      const real = makeConverter(type);
      converters.set(key, real);
      return real;
    }
    return made;
  }
  $.convert = (type, value, what) => converter(typeof type === 'string' ? { name: type } : type)(value, what);

  function makeConverter(type) {
    if (type.nullable) {
      const inner = makeConverter({ ...type, nullable: false });
      return (value, what) => (value === null || value === undefined ? null : inner(value, what));
    }
    if (type.union) {
      return unionConverter(type);
    }
    const name = type.name;
    if (has(model.typedefs, name)) {
      return makeConverter({ ...model.typedefs[name], ...pick(type, ['EnforceRange', 'Clamp']) });
    }
    if (INTEGERS[name]) {
      const [bits, signed] = INTEGERS[name];
      return (value, what) => integer(value, bits, signed, type, what);
    }
    if (has(model.enums, name)) {
      const values = model.enums[name];
      return (value, what) => {
        const text = `${value}`;
        if (!values.includes(text)) {
          throw new TypeError(`${what}: '${text}' is not a valid value of ${name}`);
        }
        return text;
      };
    }
    if (has(model.dictionaries, name)) {
      return dictionaryConverter(name);
    }
    if (has(model.callbacks, name)) {
      return model.callbacks[name] === 'interface' ? objectConverter(name) : callableConverter(name);
    }
    if (has(model.interfaces, name)) {
      return (value, what) => {
        const impl = Stamp.get(value);
        if (!isA(impl, iface(name))) {
          throw new TypeError(`${what} is not a ${name}`);
        }
        return impl;
      };
    }
    switch (name) {
      case 'undefined': return () => undefined;
      case 'any': return value => value;
      case 'object': return objectConverter('object');
      case 'boolean': return value => !!value;
      case 'DOMString': case 'ByteString':
        return type.LegacyNullToEmptyString ? value => (value === null ? '' : `${value}`) : value => `${value}`;
      case 'USVString': return value => `${value}`.toWellFormed();
      case 'double': case 'float': return (value, what) => {
        const x = +value;
        if (!Number.isFinite(x)) {
          throw new TypeError(`${what} is not a finite number`);
        }
        return x;
      };
      case 'unrestricted double': return value => +value;
      case 'sequence': case 'FrozenArray': return sequenceConverter(type.of[0]);
      case 'record': return recordConverter(type.of);
      case 'Promise': return value => $.inward(value);
      case 'EventHandler': case 'OnErrorEventHandler': return value => (isObject(value) ? value : null);
      case 'ArrayBuffer': return (value, what) => {
        if (!isBuffer(value)) {
          throw new TypeError(`${what} is not an ArrayBuffer`);
        }
        return value;
      };
      case 'ArrayBufferView': return (value, what) => {
        if (!ArrayBuffer.isView(value)) {
          throw new TypeError(`${what} is not an ArrayBufferView`);
        }
        return value;
      };
      case 'Uint8Array': return (value, what) => {
        if (!(value instanceof Uint8Array)) {
          throw new TypeError(`${what} is not a Uint8Array`);
        }
        return value;
      };
      case 'Blob': return (value, what) => {
        if (!$.isBlob(value)) {
          throw new TypeError(`${what} is not a Blob`);
        }
        return value;
      };
      default: return objectConverter(name);
    }
  }
  const pick = (o, names) => {
    const picked = {};
    names.forEach(n => { if (o[n]) picked[n] = true; });
    return picked;
  };
  const bufferLength = Object.getOwnPropertyDescriptor(ArrayBuffer.prototype, 'byteLength').get;
  function isBuffer(value) {
    try {
      apply(bufferLength, value, []);
      return true;
    } catch {
      return false;
    }
  }
  $.isBuffer = isBuffer;
  const objectConverter = name => (value, what) => {
    if (!isObject(value)) {
      throw new TypeError(`${what} is not a ${name}`);
    }
    return value;
  };
  const callableConverter = name => (value, what) => {
    if (typeof value !== 'function') {
      throw new TypeError(`${what} is not a function (${name})`);
    }
    return value;
  };
  function sequenceConverter(of) {
    const element = converter(of);
    return (value, what) => {
      const method = isObject(value) ? value[Symbol.iterator] : undefined;
      if (typeof method !== 'function') {
        throw new TypeError(`${what} is not iterable`);
      }
      const all = [];
      for (const v of { [Symbol.iterator]: () => apply(method, value, []) }) {
        append(all, element(v, `${what}[${all.length}]`));
      }
      return all;
    };
  }
  function recordConverter([keyType, valueType]) {
    return (value, what) => {
      if (!isObject(value)) {
        throw new TypeError(`${what} is not an object`);
      }
      const record = create(null);
      for (const key of Reflect.ownKeys(value)) {
        const d = Reflect.getOwnPropertyDescriptor(value, key);
        if (d && d.enumerable) {
          record[converter(keyType)(key, what)] = converter(valueType)(value[key], `${what}.${String(key)}`);
        }
      }
      return record;
    };
  }

  function lineage(name) {
    const d = model.dictionaries[name];
    return d.parent && has(model.dictionaries, d.parent) ? [...lineage(d.parent), d] : [d];
  }
  function membersOf(name) {
    return lineage(name).flatMap(d => [...d.members].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)));
  }
  function dictionaryConverter(name) {
    const members = membersOf(name).map(m => ({ ...m, convert: converter(m.type), hasDefault: has(m, 'default') }));
    return (value, what) => {
      if (value !== undefined && value !== null && !isObject(value)) {
        throw new TypeError(`${what} is not an object (${name})`);
      }
      const made = create(null); // a script's setters on Object.prototype would be given what it holds
      for (const m of members) {
        const given = value === undefined || value === null ? undefined : value[m.name];
        if (given !== undefined) {
          made[m.name] = m.convert(given, `${what}.${m.name}`);
        } else if (m.hasDefault) {
          made[m.name] = defaultOf(m);
        } else if (m.required) {
          throw new TypeError(`${what}: the member ${m.name} of ${name} is required`);
        }
      }
      return made;
    };
  }
  function defaultOf(m) {
    if (Array.isArray(m.default)) {
      return [];
    }
    return m.default !== null && typeof m.default === 'object' ? converter(m.type)(undefined, m.name) : m.default;
  }

  function flat(type) {
    if (type.union) {
      return type.union.flatMap(flat);
    }
    return has(model.typedefs, type.name) ? flat(model.typedefs[type.name]) : [type];
  }
  const STRINGS = ['DOMString', 'USVString', 'ByteString'];
  const isStringType = t => STRINGS.includes(t.name) || has(model.enums, t.name);
  const isNumberType = t => INTEGERS[t.name] !== undefined || ['double', 'float', 'unrestricted double'].includes(t.name);
  const isInterfaceType = t => has(model.interfaces, t.name) || t.name === 'Blob';
  const isDictionaryType = t => has(model.dictionaries, t.name);

  // which of several types a value is meant for; undefined where none
  function choose(types, value) {
    if (value === null || value === undefined) {
      return types.find(t => t.nullable) || types.find(isDictionaryType);
    }
    if (isObject(value)) {
      const impl = Stamp.get(value);
      const found = types.find(t => (t.name === 'Blob' ? $.isBlob(value) : isInterfaceType(t) && isA(impl, iface(t.name))))
        || types.find(t => t.name === 'ArrayBuffer' && isBuffer(value))
        || types.find(t => t.name === 'ArrayBufferView' && ArrayBuffer.isView(value))
        || types.find(t => has(model.callbacks, t.name) && typeof value === 'function')
        || types.find(t => t.name === 'sequence' && typeof value[Symbol.iterator] === 'function')
        || types.find(t => isDictionaryType(t) || t.name === 'record' || t.name === 'object' || model.callbacks[t.name] === 'interface');
      if (found) {
        return found;
      }
    }
    if (typeof value === 'boolean') {
      const found = types.find(t => t.name === 'boolean');
      if (found) {
        return found;
      }
    }
    if (typeof value === 'number') {
      const found = types.find(isNumberType);
      if (found) {
        return found;
      }
    }
    return types.find(isStringType) || types.find(isNumberType) || types.find(t => t.name === 'boolean') || types.find(t => t.name === 'any');
  }
  function unionConverter(type) {
    const types = flat(type);
    return (value, what) => {
      const chosen = choose(types, value);
      if (chosen === undefined) {
        throw new TypeError(`${what} is of none of the types it may have`);
      }
      return converter(chosen)(value, what);
    };
  }

  // ---- conversions out
  const outs = new Map();
  function out(type) {
    const key = JSON.stringify(type);
    let made = outs.get(key);
    if (made === undefined) {
      made = makeOut(type);
      outs.set(key, made);
    }
    return made;
  }
  $.toScript = (type, value) => out(typeof type === 'string' ? { name: type } : type)(value);
  const same = value => $.adopt(value);
  function makeOut(type) {
    if (type.nullable) {
      const inner = makeOut({ ...type, nullable: false });
      return value => (value === null || value === undefined ? null : inner(value));
    }
    if (type.union) {
      return value => (value instanceof Impl ? value.wrapper : value);
    }
    if (has(model.typedefs, type.name)) {
      return makeOut(model.typedefs[type.name]);
    }
    if (type.name === 'sequence' || type.name === 'FrozenArray') {
      const element = out(type.of[0]);
      return type.name === 'sequence' ? value => $.adopt(value.map(element))
        : value => (Object.isFrozen(value) ? value : freeze($.adopt(value.map(element))));
    }
    if (has(model.dictionaries, type.name)) {
      const members = membersOf(type.name);
      return value => {
        const made = {};
        for (const m of members) {
          if (value[m.name] !== undefined) {
            made[m.name] = out(m.type)(value[m.name]);
          }
        }
        return $.adopt(made);
      };
    }
    if (has(model.interfaces, type.name)) {
      return value => (value instanceof Impl ? value.wrapper : value);
    }
    return same;
  }

  // ---- operations
  const required = args => args.filter(a => !a.optional && !a.variadic).length;
  function variants(overloads) {
    return overloads.map(o => ({
      ...o,
      least: required(o.args),
      most: o.args.some(a => a.variadic) ? Infinity : o.args.length,
      prepared: o.args.map(a => ({ ...a, convert: converter(a.type), hasDefault: has(a, 'default') })),
    }));
  }
  const argType = (v, i) => (i < v.args.length ? v.args[i].type : v.args[v.args.length - 1].type);
  function resolve(all, args, where) {
    const shortest = Math.min(...all.map(v => v.least));
    if (args.length < shortest) {
      throw new TypeError(`${where}: ${shortest} argument${shortest === 1 ? '' : 's'} required, but only ${args.length} present`);
    }
    let left = all.length === 1 ? all : all.filter(v => {
      const count = Math.min(args.length, Math.max(...all.map(a => (a.most === Infinity ? args.length : a.most))));
      return count >= v.least && count <= v.most;
    });
    if (left.length === 0) {
      throw new TypeError(`${where}: wrong number of arguments`);
    }
    for (let i = 0; left.length > 1 && i < args.length; i++) {
      const types = left.flatMap(v => flat(argType(v, i)).map(t => ({ ...t, nullable: t.nullable || argType(v, i).nullable, variant: v })));
      if (new Set(left.map(v => JSON.stringify(argType(v, i)))).size > 1) {
        const chosen = choose(types, args[i]);
        if (chosen === undefined) {
          throw new TypeError(`${where}: argument ${i + 1} is of none of the types it may have`);
        }
        left = [chosen.variant];
      }
    }
    const chosen = left[0];
    const converted = [];
    for (let i = 0; i < chosen.prepared.length; i++) {
      const a = chosen.prepared[i];
      if (a.variadic) {
        for (let j = i; j < args.length; j++) {
          append(converted, a.convert(args[j], `${where}: argument ${j + 1}`));
        }
        break;
      }
      const given = args[i];
      if (given === undefined && a.optional) {
        append(converted, a.hasDefault ? defaultOf(a) : undefined);
      } else {
        append(converted, a.convert(given, `${where}: argument ${i + 1}`));
      }
    }
    return { chosen, converted };
  }

  function implThis(value, i, where) {
    const target = value === undefined || value === null ? globalThis : value;
    const impl = Stamp.get(target);
    if (!isA(impl, i)) {
      throw new TypeError(`${where}: called on an object that is not a ${i.name}`);
    }
    return impl;
  }

  function operation(i, name, overloads) {
    const all = variants(overloads);
    const where = `${i.name}.${name}`;
    const isStatic = !!overloads[0].static;
    const isPromise = overloads[0].type.name === 'Promise';
    const body = (self, args) => {
      const impl = isStatic ? i.Impl : implThis(self, i, where);
      const { chosen, converted } = resolve(all, args, where);
      const result = apply(impl[chosen.ext.ImplementedAs || name], impl, converted);
      return isPromise ? result : out(chosen.type)(result);
    };
    const made = isPromise
      ? { [name](...args) { try { return body(this, args); } catch (e) { return Promise.reject($.adopt(e)); } } }[name]
      : { [name](...args) { return body(this, args); } }[name];
    return $.handing(made, name, Math.min(...all.map(v => v.least)));
  }

  function attribute(i, m) {
    const { name, type } = m;
    const where = `${i.name}.${name}`;
    const convertOut = out(type);
    const frozen = type.name === 'FrozenArray' || m.ext.SameObject !== undefined;
    const isHandler = type.name === 'EventHandler';
    const holder = {
      get [name]() {
        const impl = m.static ? i.Impl : implThis(this, i, where);
        if (isHandler) {
          return $.handlerOf(impl, name.slice(2));
        }
        const value = impl[name];
        if (frozen && type.name === 'FrozenArray') {
          const cache = impl.$frozen || (impl.$frozen = {});
          if (!cache[name] || cache[name].of !== value) {
            cache[name] = { of: value, array: convertOut(value) };
          }
          return cache[name].array;
        }
        return convertOut(value);
      },
    };
    const getter = Object.getOwnPropertyDescriptor(holder, name).get;
    let setter;
    if (!m.readonly) {
      const convertIn = converter(type);
      const isEnum = has(model.enums, type.name);
      setter = Object.getOwnPropertyDescriptor({
        set [name](value) {
          const impl = implThis(this, i, where);
          if (isHandler) {
            $.setHandler(impl, name.slice(2), isObject(value) ? value : null);
            return;
          }
          if (isEnum) {
            const text = `${value}`;
            if (!model.enums[type.name].includes(text)) {
              return; // as Web IDL has it
            }
            impl[name] = text;
            return;
          }
          impl[name] = convertIn(value, where);
        },
      }, name).set;
    } else if (m.ext.PutForwards !== undefined || m.ext.Replaceable !== undefined) {
      setter = undefined;
    }
    return {
      get: $.handing(getter, `get ${name}`), set: setter && $.handing(setter, `set ${name}`), enumerable: true, configurable: true,
    };
  }

  // ---- interfaces
  const byName = (members, kind) => members.filter(m => m.kind === kind);
  function defaultToJson(i) {
    const attributes = i.chain.flatMap(a => byName(a.definition.members, 'attribute')).filter(m => m.type.name !== 'EventHandler' && !m.static);
    return function () {
      const impl = this;
      const made = {};
      attributes.forEach(m => { made[m.name] = out(m.type)(impl[m.name]); });
      return made;
    };
  }

  $.implement = function (name, ImplClass, options = {}) {
    const definition = model.interfaces[name];
    if (!definition) {
      throw new Error(`no definition of ${name}`);
    }
    const parent = definition.parent && iface(definition.parent);
    const constructors = definition.constructors.length > 0 ? variants(definition.constructors) : undefined;
    const where = `new ${name}`;
    const F = { [name]: function (...args) {
      if (new.target === undefined) {
        throw $.adopt(new TypeError(`${name}: please use the 'new' operator`));
      }
      if (constructors === undefined) {
        throw $.adopt(new TypeError('Illegal constructor'));
      }
      try {
        const { converted } = resolve(constructors, args, where);
        const impl = apply(ImplClass.construct, ImplClass, converted);
        const target = new.target.prototype;
        return wrap(impl, isObject(target) ? target : i.prototype);
      } catch (e) {
        throw $.adopt(e);
      }
    } }[name];
    const i = {
      name, definition, Impl: ImplClass, object: F,
      ancestors: new Set([name, ...(parent ? parent.ancestors : [])]),
      chain: [...(parent ? parent.chain : [])],
    };
    i.chain.push(i);
    interfaces.set(name, i);
    ImplClass.$iface = i;
    const lengths = constructors === undefined || definition.constructors.some(c => c.ext.Lengthless !== undefined)
      ? [0] : constructors.map(v => v.least);
    defineProperty(F, 'length', { value: Math.min(...lengths), configurable: true });
    if (parent) {
      setPrototypeOf(F, parent.object);
    }
    const prototype = create(options.prototype || (parent ? parent.prototype : $.outer.Object.prototype));
    i.prototype = prototype;
    defineProperty(F, 'prototype', { value: prototype, writable: false, enumerable: false, configurable: false });
    defineProperty(prototype, 'constructor', { value: F, writable: true, enumerable: false, configurable: true });
    defineProperty(prototype, Symbol.toStringTag, { value: name, writable: false, enumerable: false, configurable: true });
    for (const m of byName(definition.members, 'const')) {
      const d = { value: m.value, writable: false, enumerable: true, configurable: false };
      defineProperty(F, m.name, d);
      defineProperty(prototype, m.name, d);
    }
    for (const m of byName(definition.members, 'attribute')) {
      if (m.ext.LegacyUnforgeable === undefined) {
        defineProperty(m.static ? F : prototype, m.name, attribute(i, m));
      }
    }
    const operations = new Map();
    for (const m of byName(definition.members, 'operation')) {
      operations.set(m.name, [...(operations.get(m.name) || []), m]);
    }
    for (const [opName, overloads] of operations) {
      if (opName === 'toJSON' && !('toJSON' in ImplClass.prototype)) {
        ImplClass.prototype.toJSON = defaultToJson(i);
        overloads[0].type = { name: 'any' };
      }
      defineProperty(overloads[0].static ? F : prototype, opName,
        { value: operation(i, opName, overloads), writable: true, enumerable: true, configurable: true });
    }
    for (const m of byName(definition.members, 'maplike')) {
      maplike(i, prototype, out(m.value));
    }
    $.expose(name, F);
    return F;
  };

  // a read-only map; the implementation has a Map in `map`
  function maplike(i, prototype, valueOut) {
    const mapOf = (self, name) => implThis(self, i, `${i.name}.${name}`).map;
    const define = (name, fn, length, enumerable = true) => {
      defineProperty(prototype, name, { value: $.handing(fn, name, length), writable: true, enumerable, configurable: true });
    };
    defineProperty(prototype, 'size', {
      get: $.handing(Object.getOwnPropertyDescriptor({ get size() { return mapOf(this, 'size').size; } }, 'size').get, 'get size'),
      set: undefined, enumerable: true, configurable: true,
    });
    define('entries', { entries() { return mapOf(this, 'entries').entries(); } }.entries, 0);
    defineProperty(prototype, Symbol.iterator, { value: prototype.entries, writable: true, enumerable: false, configurable: true });
    define('keys', { keys() { return mapOf(this, 'keys').keys(); } }.keys, 0);
    define('values', { values() { return mapOf(this, 'values').values(); } }.values, 0);
    define('get', { get(key) { return valueOut(mapOf(this, 'get').get(`${key}`)); } }.get, 1);
    define('has', { has(key) { return mapOf(this, 'has').has(`${key}`); } }.has, 1);
    define('forEach', { forEach(callback, thisArg) {
      const map = mapOf(this, 'forEach');
      if (typeof callback !== 'function') {
        throw new TypeError(`${i.name}.forEach: not a function`);
      }
      map.forEach((v, k) => apply(callback, thisArg, [v, k, this]));
    } }.forEach, 1);
  }

  // events whose attributes are the members of their dictionary
  $.eventInterface = function (name) {
    const Parent = iface(model.interfaces[name].parent).Impl;
    const names = byName(model.interfaces[name].members, 'attribute').map(m => ({ name: m.name, nullable: m.type.nullable }));
    const Made = class extends Parent {
      static construct(type, init = {}) { return new Made(type, init); }
      constructor(type, init) {
        super(type, init);
        for (const n of names) {
          this[n.name] = init[n.name] !== undefined ? init[n.name] : defaultFor(name, n.name);
        }
      }
    };
    $.implement(name, Made);
    return Made;
  };
  function defaultFor(name, member) {
    const type = model.interfaces[name].members.find(m => m.name === member).type;
    if (type.nullable) {
      return null;
    }
    return STRINGS.includes(type.name) ? '' : isNumberType(type) ? 0 : undefined;
  }
  $.has = (kind, name) => has(model[kind], name);
  $.enumValues = name => model.enums[name];
})
