// Session descriptions, candidates, errors, certificates: what holds values.
(function ($) {
  'use strict';
  class RTCSessionDescriptionImpl extends $.Impl {
    static construct(init) { return new RTCSessionDescriptionImpl(init); }
    constructor({ type, sdp }) {
      super();
      this.type = type;
      this.sdp = sdp;
    }
  }
  $.implement('RTCSessionDescription', RTCSessionDescriptionImpl);
  $.RTCSessionDescriptionImpl = RTCSessionDescriptionImpl;

  // RFC 8839, 5.1
  const LINE = /^(?:a=)?candidate:(\S+) (\d+) (\S+) (\d+) (\S+) (\d+) typ (\S+)(.*)$/i;
  function parsed(text) {
    const m = LINE.exec(text);
    if (m === null) {
      return {};
    }
    const protocol = m[3].toLowerCase();
    const rest = m[8].trim().split(/\s+/);
    const extra = name => {
      for (let i = 0; i + 1 < rest.length; i += 2) {
        if (rest[i].toLowerCase() === name) {
          return rest[i + 1];
        }
      }
      return null;
    };
    const known = (name, value) => (value !== null && $.enumValues(name).includes(value) ? value : null);
    const component = m[2] === '1' ? 'rtp' : m[2] === '2' ? 'rtcp' : null;
    const relatedPort = extra('rport');
    if (component === null || known('RTCIceProtocol', protocol) === null || known('RTCIceCandidateType', m[7]) === null) {
      return {};
    }
    return {
      foundation: m[1], component, protocol, priority: +m[4] >>> 0, address: m[5], port: +m[6] & 0xffff, type: m[7],
      tcpType: known('RTCIceTcpCandidateType', extra('tcptype')), relatedAddress: extra('raddr'),
      relatedPort: relatedPort === null ? null : +relatedPort & 0xffff,
    };
  }

  class RTCIceCandidateImpl extends $.Impl {
    static construct(init) {
      if (init.sdpMid === null && init.sdpMLineIndex === null) {
        throw new TypeError('RTCIceCandidate: sdpMid or sdpMLineIndex is needed');
      }
      return new RTCIceCandidateImpl(init);
    }
    constructor({ candidate = '', sdpMid = null, sdpMLineIndex = null, usernameFragment = null, relayProtocol = null, url = null }) {
      super();
      const p = candidate === '' ? {} : parsed(candidate);
      const or = (value, other = null) => (value === undefined ? other : value);
      Object.assign(this, {
        candidate, sdpMid, sdpMLineIndex, usernameFragment, relayProtocol, url,
        foundation: or(p.foundation), component: or(p.component), priority: or(p.priority), address: or(p.address),
        protocol: or(p.protocol), port: or(p.port), type: or(p.type), tcpType: or(p.tcpType),
        relatedAddress: or(p.relatedAddress), relatedPort: or(p.relatedPort),
      });
    }
    get ip() { return this.address; } // ORTC's name
    toJSON() {
      const { candidate, sdpMid, sdpMLineIndex, usernameFragment } = this;
      return { candidate, sdpMid, sdpMLineIndex, usernameFragment };
    }
  }
  $.implement('RTCIceCandidate', RTCIceCandidateImpl);
  $.RTCIceCandidateImpl = RTCIceCandidateImpl;

  // a candidate of the objects, as ORTC has it, in a line; `sdp` says where in a description it belongs
  $.candidateOf = function (c, sdp = {}) {
    const related = c.relatedAddress === undefined ? '' : ` raddr ${c.relatedAddress} rport ${c.relatedPort || 0}`;
    const tcp = c.tcpType === undefined ? '' : ` tcptype ${c.tcpType}`;
    const line = `candidate:${c.foundation} ${sdp.component === 'rtcp' ? 2 : 1} ${c.protocol || 'udp'} ${c.priority} ${c.ip} ${c.port} typ ${c.type}${related}${tcp}`;
    return new RTCIceCandidateImpl({ candidate: line, ...sdp });
  };

  class RTCIceCandidatePairImpl extends $.Impl {
    constructor(local, remote) {
      super();
      this.local = local;
      this.remote = remote;
    }
  }
  $.implement('RTCIceCandidatePair', RTCIceCandidatePairImpl);
  $.RTCIceCandidatePairImpl = RTCIceCandidatePairImpl;

  class RTCErrorImpl extends $.DOMExceptionImpl {
    static construct(init, message) { return new RTCErrorImpl(init, message); }
    constructor(init, message = '') {
      super(message, 'OperationError');
      this.errorDetail = init.errorDetail;
      for (const name of ['sdpLineNumber', 'sctpCauseCode', 'receivedAlert', 'sentAlert']) {
        this[name] = init[name] === undefined || init[name] === null ? null : init[name];
      }
    }
  }
  $.implement('RTCError', RTCErrorImpl);
  $.RTCErrorImpl = RTCErrorImpl;
  $.rtcErrorOf = e => new RTCErrorImpl({ ...e, errorDetail: e.detail.toLowerCase().replaceAll('_', '-') }, e.message);

  class RTCCertificateImpl extends $.Impl {
    constructor(handle) {
      super();
      $.hold(this, handle);
    }
    get expires() { return $.native.call($.handleOf(this), 'expiresUnixMillis'); }
    getFingerprints() {
      return $.native.call($.handleOf(this), 'getFingerprints').map(f => ({ algorithm: f.algorithm, value: f.value.toLowerCase() }));
    }
  }
  $.implement('RTCCertificate', RTCCertificateImpl);
  $.RTCCertificateImpl = RTCCertificateImpl;

  // the script's half of one of the objects, the same each time
  $.halfOf = function (Class, handle, ...rest) {
    if (handle === null || handle === undefined) {
      return null;
    }
    return $.native.tied(handle) || new Class(handle, ...rest);
  };

  // an answer that comes later: a promise of what `map` makes of it; `dropped` says whether it is to be left pending
  $.later = (handle, method, args, map = () => undefined, dropped = () => false) => $.promise((resolve, reject) => {
    $.native.settle(handle, method, value => {
      if (!dropped()) {
        resolve($.adopt(map(value)));
      }
    }, (name, message, details) => {
      if (!dropped()) {
        reject($.exceptionOf(name, message, details));
      }
    }, ...args);
  });

  ['RTCPeerConnectionIceEvent', 'RTCPeerConnectionIceErrorEvent', 'RTCErrorEvent'].forEach(name => {
    $[`${name}Impl`] = $.eventInterface(name);
  });
})
