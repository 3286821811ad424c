// What goes from one context to another: a text, and the objects behind those that move as they are.
(function ($) {
  'use strict';
  // What the platform adds, by name: { is(value), pack(value, handles), unpack(data, handles) }.
  $.packers = new Map();
  const VIEWS = /^(?:Ui|I)nt(?:8|16|32)Array$|^Uint8ClampedArray$|^Float(?:32|64)Array$|^Big(?:Int|Uint)64Array$/;

  function packOne(value, seen, handles) {
    const again = (item) => packOne(item, seen, handles);
    switch (typeof value) {
      case 'undefined': return ['undefined'];
      case 'bigint': return ['bigint', String(value)];
      case 'number': return Number.isFinite(value) && !Object.is(value, -0) ? value : ['number', Object.is(value, -0) ? '-0' : String(value)];
      case 'object': break;
      default: return value;
    }
    if (value === null) {
      return null;
    }
    if (seen.has(value)) {
      return ['seen', seen.get(value)];
    }
    seen.set(value, seen.size);
    for (const [name, packer] of $.packers) {
      if (packer.is(value)) {
        return ['platform', name, packer.pack(value, handles)];
      }
    }
    if (value instanceof ArrayBuffer) {
      return ['buffer', $.native.host.base64(value)];
    }
    if (ArrayBuffer.isView(value)) {
      const type = $.tagOf(value);
      return ['view', VIEWS.test(type) ? type : 'DataView', $.native.host.base64($.copyOf(value))];
    }
    if ($.isBlob(value)) {
      return ['blob', value.type, $.native.host.base64($.blobBytes(value)), value instanceof File ? [value.name, value.lastModified] : null];
    }
    if (value instanceof Date) {
      return ['date', value.getTime()];
    }
    if (value instanceof RegExp) {
      return ['regexp', value.source, value.flags];
    }
    if (value instanceof DOMException) {
      return ['exception', value.name, value.message];
    }
    if (value instanceof Error) {
      return ['error', value.name, String(value.message)];
    }
    if (value instanceof Map) {
      return ['map', [...value].map(([key, item]) => [again(key), again(item)])];
    }
    if (value instanceof Set) {
      return ['set', [...value].map(again)];
    }
    if (Array.isArray(value)) {
      return ['array', Array.from(value, again)];
    }
    if (value instanceof Boolean || value instanceof Number || value instanceof String) {
      return ['boxed', again(value.valueOf())];
    }
    return ['object', Object.entries(value).map(([key, item]) => [key, again(item)])];
  }

  function unpackOne(data, seen, handles) {
    if (!Array.isArray(data)) {
      return data;
    }
    const again = (item) => unpackOne(item, seen, handles);
    const keep = (value) => {
      seen.push(value);
      return value;
    };
    const bytes = (text) => $.adopt(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer);
    const [kind, first, second, third] = data;
    switch (kind) {
      case 'undefined': return undefined;
      case 'bigint': return BigInt(first);
      case 'number': return Number(first);
      case 'seen': return seen[first];
      case 'platform': return keep($.packers.get(first).unpack(second, handles));
      case 'buffer': return keep(bytes(first));
      case 'view': return keep(new $.inner[first](bytes(second)));
      case 'blob': {
        const blob = $.blobOf(bytes(second), first);
        return keep(third ? new File([blob], third[0], { type: first, lastModified: third[1] }) : blob);
      }
      case 'date': return keep(new Date(first));
      case 'regexp': return keep(new RegExp(first, second));
      case 'exception': return keep(new DOMException(second, first));
      case 'error': return keep(new ({ EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError }[first] ?? Error)(second));
      case 'boxed': return keep(Object(again(first)));
      case 'map': {
        const map = keep(new Map());
        first.forEach(([key, item]) => map.set(again(key), again(item)));
        return map;
      }
      case 'set': {
        const set = keep(new Set());
        first.forEach((item) => set.add(again(item)));
        return set;
      }
      case 'array': {
        const array = keep([]);
        first.forEach((item) => array.push(again(item)));
        return array;
      }
      default: {
        const object = keep({});
        first.forEach(([key, item]) => {
          Object.defineProperty(object, key, { value: again(item), writable: true, enumerable: true, configurable: true });
        });
        return object;
      }
    }
  }

  $.pack = (value, transfer = []) => {
    // the copy is what is refused where it must be
    const copy = $.structuredClone(value, transfer);
    const handles = [];
    return { text: JSON.stringify(packOne(copy, new Map(), handles)), handles };
  };
  $.unpack = (text, handles) => {
    const made = [];
    const value = unpackOne(JSON.parse(text), made, handles);
    made.forEach((one) => $.adopt(one));
    return value;
  };

  // An object of the platform that has the same object behind it in every context.
  $.packByHandle = (name, is, handleOf, fromHandle) => {
    $.cloneable.push([is, (value) => value]);
    $.packers.set(name, {
      is,
      pack: (value, handles) => handles.push(handleOf(value)) - 1,
      unpack: (at, handles) => fromHandle(handles[at]),
    });
  };
})
