// console: what is logged goes to the embedder line by line, values written as a person would read them.
(function ($) {
  'use strict';
  const host = $.native.host;
  const root = $.outer.Object.prototype;
  const DEPTH = 3;
  const ITEMS = 100;
  let indent = '';

  function quoted(text) {
    const mark = !text.includes("'") ? "'" : !text.includes('"') ? '"' : "'";
    return mark + text.replace(/\\/g, '\\\\').replace(/\n/g, '\\n').replaceAll(mark, '\\' + mark) + mark;
  }

  function ofError(error) {
    const stack = typeof error.stack === 'string' ? error.stack : '';
    const head = String(error);
    return stack.startsWith(head) || stack.includes('\n    at ') ? stack : head;
  }

  function entries(value, depth, seen) {
    const show = (item) => inspect(item, depth + 1, seen);
    if (Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView))) {
      const shown = Array.from(value.slice(0, ITEMS), show);
      return value.length > ITEMS ? [...shown, `... ${value.length - ITEMS} more`] : shown;
    }
    if (value instanceof Map) {
      return [...value].slice(0, ITEMS).map(([key, item]) => `${show(key)} => ${show(item)}`);
    }
    if (value instanceof Set) {
      return [...value].slice(0, ITEMS).map(show);
    }
    return properties(value, depth, seen);
  }

  function properties(value, depth, seen) {
    const own = Object.keys(value);
    // an interface's attributes live on its prototype
    const proto = Object.getPrototypeOf(value);
    const inherited = own.length === 0 && proto && proto !== root ? attributes(proto) : [];
    return [...own, ...inherited].slice(0, ITEMS).map((key) => {
      let item;
      try {
        item = inspect(value[key], depth + 1, seen);
      } catch {
        item = '<throws>';
      }
      return `${/^[A-Za-z_$][\w$]*$/.test(key) ? key : quoted(key)}: ${item}`;
    });
  }

  function attributes(proto) {
    const names = [];
    for (let at = proto; at && at !== root; at = Object.getPrototypeOf(at)) {
      for (const [key, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(at))) {
        if (descriptor.get && descriptor.enumerable && !key.startsWith('on') && !names.includes(key)) {
          names.push(key);
        }
      }
    }
    return names;
  }

  function label(value) {
    const name = value.constructor?.name;
    if (Array.isArray(value)) {
      return '';
    }
    if (value instanceof Map || value instanceof Set) {
      return `${name}(${value.size}) `;
    }
    if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
      return `${name}(${value.length}) `;
    }
    return name && name !== 'Object' ? name + ' ' : '';
  }

  function inspect(value, depth = 0, seen = []) {
    switch (typeof value) {
      case 'string':
        return quoted(value);
      case 'bigint':
        return `${value}n`;
      case 'symbol':
        return value.toString();
      case 'function':
        return /^class\b/.test(Function.prototype.toString.call(value)) ? `[class ${value.name}]` : `[Function: ${value.name || '(anonymous)'}]`;
      case 'object':
        break;
      default:
        return Object.is(value, -0) ? '-0' : String(value);
    }
    if (value === null) {
      return 'null';
    }
    if (value instanceof Error || (typeof DOMException !== 'undefined' && value instanceof DOMException)) {
      return depth === 0 ? ofError(value) : `[${String(value)}]`;
    }
    if (value instanceof Date) {
      return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
    }
    if (value instanceof RegExp) {
      return String(value);
    }
    if (value instanceof Promise) {
      return 'Promise {}';
    }
    if (value instanceof ArrayBuffer) {
      return `ArrayBuffer { byteLength: ${value.byteLength} }`;
    }
    if (seen.includes(value)) {
      return '[Circular]';
    }
    if (depth >= DEPTH) {
      return Array.isArray(value) ? '[Array]' : `[${value.constructor?.name ?? 'Object'}]`;
    }
    const items = entries(value, depth, [...seen, value]);
    const [open, close] = Array.isArray(value) || ArrayBuffer.isView(value) ? ['[', ']'] : ['{', '}'];
    const head = label(value) + open;
    if (items.length === 0) {
      return head + close;
    }
    const line = items.join(', ');
    const isShort = line.length + head.length < 72 && !line.includes('\n');
    return isShort ? `${head} ${line} ${close}` : `${head}\n${items.map((i) => '  ' + i.replaceAll('\n', '\n  ')).join(',\n')}\n${close}`;
  }

  function format(args) {
    const rest = [...args];
    const parts = [];
    if (typeof rest[0] === 'string' && rest.length > 1) {
      parts.push(rest.shift().replace(/%[sdifjoOc%]/g, (mark) => {
        if (mark === '%%') {
          return '%';
        }
        if (rest.length === 0) {
          return mark;
        }
        const value = rest.shift();
        switch (mark) {
          case '%s': return typeof value === 'string' ? value : typeof value === 'object' ? inspect(value, 1) : String(value);
          case '%d': return String(Number(value));
          case '%i': return String(parseInt(value, 10));
          case '%f': return String(parseFloat(value));
          case '%j': return JSON.stringify(value);
          case '%c': return '';
          default: return inspect(value);
        }
      }));
    }
    parts.push(...rest.map((value) => (typeof value === 'string' ? value : inspect(value))));
    return parts.join(' ');
  }

  function print(level, args) {
    const text = format(args);
    host.print(level, indent ? indent + text.replaceAll('\n', '\n' + indent) : text);
  }

  const counts = new Map();
  const starts = new Map();
  const elapsed = (name) => `${name}: ${(host.nowMillis() - starts.get(name)).toFixed(3)} ms`;
  const methods = {
    log(...args) { print('log', args); },
    info(...args) { print('info', args); },
    debug(...args) { print('debug', args); },
    warn(...args) { print('warn', args); },
    error(...args) { print('error', args); },
    dir(value) { print('log', [inspect(value)]); },
    dirxml(...args) { print('log', args); },
    table(rows) { print('log', [rows]); },
    trace(...args) {
      const stack = String(new Error().stack).split('\n').slice(2).join('\n');
      print('debug', [`Trace: ${format(args)}\n${stack}`]);
    },
    assert(condition, ...args) {
      if (!condition) {
        print('error', ['Assertion failed' + (args.length ? ': ' + format(args) : '')]);
      }
    },
    group(...args) {
      if (args.length) {
        print('log', args);
      }
      indent += '  ';
    },
    groupCollapsed(...args) { methods.group(...args); },
    groupEnd() { indent = indent.slice(2); },
    count(name = 'default') {
      counts.set(name, (counts.get(name) ?? 0) + 1);
      print('info', [`${name}: ${counts.get(name)}`]);
    },
    countReset(name = 'default') { counts.delete(name); },
    time(name = 'default') { starts.set(name, host.nowMillis()); },
    timeLog(name = 'default', ...args) {
      if (starts.has(name)) {
        print('info', [elapsed(name), ...args]);
      }
    },
    timeEnd(name = 'default') {
      if (starts.has(name)) {
        print('info', [elapsed(name)]);
        starts.delete(name);
      }
    },
    clear() {},
  };
  $.inspect = inspect;
  $.expose('console', Object.defineProperty({ ...methods }, Symbol.toStringTag, { value: 'console', configurable: true }));
})
