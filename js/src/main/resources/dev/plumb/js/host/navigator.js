// The names by which a browser's script finds its surroundings: self, window, navigator, location.
(function ($) {
  'use strict';
  $.expose('self', globalThis);
  $.expose('window', globalThis);

  const Navigator = $.hostInterface('Navigator', class Navigator {
    get userAgent() {
      return $.native.host.userAgent();
    }

    get appName() {
      return 'Netscape';
    }

    get appVersion() {
      return '5.0 (Plumb)';
    }

    get product() {
      return 'Gecko';
    }

    get vendor() {
      return '';
    }

    get platform() {
      return 'JVM';
    }

    get language() {
      return 'en';
    }

    get languages() {
      return Object.freeze($.adopt(['en']));
    }

    get onLine() {
      return true;
    }

    get hardwareConcurrency() {
      return 1;
    }
  });
  $.expose('navigator', new Navigator());

  // read when first asked for: many scripts never do
  let read;
  const here = () => read || (read = new URL($.native.host.baseUrl()));
  const location = {};
  for (const part of ['href', 'origin', 'protocol', 'host', 'hostname', 'port', 'pathname', 'search', 'hash']) {
    Object.defineProperty(location, part, { get: () => here()[part], enumerable: true });
  }
  Object.defineProperty(location, Symbol.toStringTag, { value: 'Location' });
  Object.defineProperty(location, 'toString', { value: () => here().href, enumerable: true });
  $.expose('location', location);
  Object.defineProperty(globalThis, 'origin', {
    get: () => here().origin,
    set: value => $.expose('origin', value),
    enumerable: false,
    configurable: true,
  });
  $.expose('isSecureContext', true);
  $.expose('close', function close() {
    $.native.host.close();
  });
})
