// Counts the bytes of scripts' ArrayBuffers, and refuses what goes beyond the limit.
(function ($) {
  'use strict';
  const { host } = $.native;
  const LEAST = 1024; // smaller ones count into the heap alone
  const { construct, apply, getOwnPropertyDescriptor, defineProperty, getPrototypeOf } = Reflect;
  const released = new FinalizationRegistry(bytes => host.releaseBuffer(bytes));
  const reserve = (bytes) => {
    if (host.reserveBuffer(bytes)) {
      return;
    }
    // what nobody has any more does not count
    host.collect();
    released.cleanupSome();
    if (!host.reserveBuffer(bytes)) {
      throw $.adopt(new RangeError('Array buffer allocation failed: the script has too many bytes in buffers'));
    }
  };
  const keep = (buffer, bytes) => released.register(buffer, bytes);
  // a buffer that the binding has made, which is refused nothing
  $.countBuffer = (buffer) => {
    const bytes = buffer.byteLength;
    if (bytes >= LEAST) {
      host.holdBuffer(bytes);
      keep(buffer, bytes);
    }
    return buffer;
  };
  if ($.inner === $.outer) {
    return; // what a script may have replaced is not counted on
  }

  const Typed = getPrototypeOf(Uint8Array);
  const getter = (prototype, name) => getOwnPropertyDescriptor(prototype, name)?.get;
  const typedBuffer = getter(Typed.prototype, 'buffer');
  const lengths = [getter(Typed.prototype, 'byteLength'), getter(ArrayBuffer.prototype, 'byteLength'), getter(SharedArrayBuffer.prototype, 'byteLength')];
  const bytesOf = (value) => {
    for (const length of lengths) {
      try {
        return apply(length, value, []);
      } catch {
        // of another kind
      }
    }
    return 0;
  };

  function counting(name, bytesEach) {
    const original = $.outer[name];
    const isBuffer = bytesEach === 0;
    const counted = new Proxy(original, {
      __proto__: null,
      construct(target, given, newTarget) {
        const args = [...given];
        const made = () => construct(target, args, newTarget === counted ? original : newTarget);
        const [first] = args;
        if (!isBuffer && typeof first === 'object' && first !== null) {
          const view = made();
          const buffer = apply(typedBuffer, view, []);
          const bytes = bytesOf(buffer);
          if (buffer !== first && bytes >= LEAST) {
            reserve(bytes);
            keep(buffer, bytes);
          }
          return view;
        }
        let bytes = Math.trunc(Number(first)) || 0;
        args[0] = bytes;
        if (isBuffer && typeof args[1] === 'object' && args[1] !== null) {
          const { maxByteLength } = args[1];
          args[1] = { maxByteLength };
          bytes = Math.max(bytes, Math.trunc(Number(maxByteLength)) || 0);
        }
        bytes *= bytesEach || 1;
        if (!(bytes >= LEAST) || args.length === 0) {
          return made();
        }
        reserve(bytes);
        let object;
        try {
          object = made();
        } catch (e) {
          host.releaseBuffer(bytes);
          throw e;
        }
        keep(isBuffer ? object : apply(typedBuffer, object, []), bytes);
        return object;
      },
    });
    defineProperty(original.prototype, 'constructor', { __proto__: null, value: counted, writable: true, enumerable: false, configurable: true });
    defineProperty($.outer, name, { __proto__: null, value: counted, writable: true, enumerable: false, configurable: true });
  }
  for (const name of ['Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array', 'Float16Array',
    'Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array']) {
    if ($.outer[name]) {
      counting(name, $.outer[name].BYTES_PER_ELEMENT);
    }
  }
  counting('ArrayBuffer', 0);
  if ($.outer.SharedArrayBuffer) {
    counting('SharedArrayBuffer', 0);
  }

  // what copies without asking a constructor
  const copying = (prototype, name, sizeOf) => {
    const original = getOwnPropertyDescriptor(prototype, name)?.value;
    if (original === undefined) {
      return;
    }
    const value = $.handing({ [name](...args) {
      const bytes = sizeOf(this, args);
      if (bytes >= LEAST) {
        reserve(bytes);
      }
      let made;
      try {
        made = apply(original, this, args);
      } catch (e) {
        if (bytes >= LEAST) {
          host.releaseBuffer(bytes);
        }
        throw e;
      }
      if (bytes >= LEAST) {
        keep(ArrayBuffer.isView(made) ? apply(typedBuffer, made, []) : made, bytes);
      }
      return made;
    } }[name], name, original.length);
    defineProperty(prototype, name, { __proto__: null, value, writable: true, enumerable: false, configurable: true });
  };
  const typed = getPrototypeOf($.outer.Uint8Array).prototype;
  for (const name of ['toReversed', 'toSorted', 'with']) {
    copying(typed, name, self => bytesOf(self));
  }
  for (const name of ['transfer', 'transferToFixedLength']) {
    copying($.outer.ArrayBuffer.prototype, name, (self, [length]) => {
      const bytes = length === undefined ? bytesOf(self) : Math.trunc(Number(length)) || 0;
      return bytes;
    });
  }
})
