// ORTC's objects: the same ones that a connection is made of, plumbed by hand.
(function ($) {
  'use strict';
  const call = $.native.call;
  const agent = $.native.agent;

  // ---- gatherers
  const optionsIn = options => ({
    gatherPolicy: options.gatherPolicy, includeLoopback: !!$.native.includeLoopback,
    iceServers: options.iceServers.map(s => ({ urls: [].concat(s.urls), username: s.username || '', credential: s.credential || '' })),
  });
  class RTCIceGathererImpl extends $.EventTargetImpl {
    static construct(options) { return new RTCIceGathererImpl(call(agent, 'iceGatherer', optionsIn(options))); }
    constructor(handle) {
      super();
      this.handle = handle;
      this.$tie = $.native.tie(handle, this);
      $.native.on(handle, 'onStateChange', () => $.fireSimple(this, 'statechange'));
      $.native.on(handle, 'onLocalCandidate', c => {
        const last = c.foundation === undefined;
        for (const [type, candidate] of [['icecandidate', last ? { complete: true } : c], ['localcandidate', c]]) {
          if (this.hears(type)) {
            $.fireImpl(this, new $.RTCIceGathererEventImpl(type, { candidate: { ...defaults(c), ...candidate }, url: '' }));
          }
        }
      });
      $.native.on(handle, 'onError', e => {
        const { address = null, port = null, url, errorCode, errorText } = e;
        for (const type of ['icecandidateerror', 'error']) {
          $.fireImpl(this, new $.RTCPeerConnectionIceErrorEventImpl(type, { address, port, url, errorCode, errorText }));
        }
      });
    }
    addEventListener(type, callback, options) {
      super.addEventListener(type, callback, options);
      // the name of the event in the first drafts, whose gatherers had no gather() and began by themselves
      if (type === 'localcandidate') {
        $.native.later(() => {
          if (this.state === 'new') {
            this.gather();
          }
        });
      }
    }
    get component() { return call(this.handle, 'component'); }
    get state() { return call(this.handle, 'state'); }
    close() { call(this.handle, 'close'); }
    gather(options) {
      if (options === undefined) {
        call(this.handle, 'gather');
      } else {
        call(this.handle, 'gather', optionsIn(options));
      }
    }
    getLocalParameters() { return call(this.handle, 'getLocalParameters'); }
    getLocalCandidates() { return call(this.handle, 'getLocalCandidates').map(c => ({ ...defaults(c), ...c })); }
    createAssociatedGatherer() { return $.halfOf(RTCIceGathererImpl, call(this.handle, 'createAssociatedGatherer')); }
    getStats() { return $.statsLater(this.handle); }
  }
  // what the objects leave out where it is as usual
  const defaults = c => (c.foundation === undefined ? {} : { protocol: 'udp', relatedPort: 0, relatedAddress: '' });
  $.RTCIceGathererImpl = RTCIceGathererImpl;
  $.implement('RTCIceGatherer', RTCIceGathererImpl);
  ['RTCIceGathererEvent', 'RTCSsrcConflictEvent', 'RTCRtpUnhandledEvent'].forEach(name => {
    $[`${name}Impl`] = $.eventInterface(name);
  });

  // a script gives candidates as ORTC's dictionaries, or as WebRTC 1.0's objects
  function candidateIn(candidate) {
    const impl = $.implOf(candidate);
    const c = impl instanceof $.RTCIceCandidateImpl ? { ...impl, ip: impl.address } : candidate;
    if (c.foundation === undefined || c.foundation === null) {
      return {};
    }
    const made = { foundation: `${c.foundation}`, priority: +c.priority, ip: `${c.ip === undefined ? c.address : c.ip}`, port: +c.port, type: `${c.type}` };
    if (c.protocol) made.protocol = `${c.protocol}`.toLowerCase();
    if (c.tcpType) made.tcpType = `${c.tcpType}`;
    if (c.relatedAddress) {
      made.relatedAddress = `${c.relatedAddress}`;
      made.relatedPort = +c.relatedPort || 0;
    }
    return made;
  }

  // ---- members for the transports that WebRTC 1.0 has, too
  const add = (Class, members, statics = {}) => {
    for (const [to, from] of [[Class.prototype, members], [Class, statics]]) {
      Object.defineProperties(to, Object.getOwnPropertyDescriptors(from));
    }
  };
  add($.RTCIceTransportImpl, {
    start(gatherer, parameters, role) {
      call(this.handle, 'start', gatherer.handle,
        { usernameFragment: '', password: '', ...parameters }, role === 'unknown' ? 'controlled' : role);
      this.$watchGatherer();
    },
    stop() { call(this.handle, 'stop'); },
    createAssociatedTransport() { return $.halfOf($.RTCIceTransportImpl, call(this.handle, 'createAssociatedTransport')); },
    addRemoteCandidate(candidate) { call(this.handle, 'addRemoteCandidate', candidateIn(candidate)); },
    setRemoteCandidates(candidates) {
      const all = candidates.map(candidateIn);
      call(this.handle, 'setRemoteCandidates', all.filter(c => c.foundation !== undefined));
      if (all.some(c => c.foundation === undefined)) {
        call(this.handle, 'addRemoteCandidate', {});
      }
    },
    getStats() { return $.statsLater(this.handle); },
  }, {
    construct(gatherer) {
      // without one it gets its gatherer from start()
      return new $.RTCIceTransportImpl(gatherer === null ? call(agent, 'iceTransport') : call(agent, 'iceTransport', gatherer.handle));
    },
  });
  class RTCIceTransportControllerImpl extends $.Impl {
    static construct() { return new RTCIceTransportControllerImpl(); }
    handle = call(agent, 'iceTransportController');
    addTransport(transport, index) {
      if (index === undefined) {
        call(this.handle, 'addTransport', transport.handle);
      } else {
        call(this.handle, 'addTransport', transport.handle, index);
      }
    }
    getTransports() { return call(this.handle, 'getTransports').map(h => $.halfOf($.RTCIceTransportImpl, h)); }
  }
  $.implement('RTCIceTransportController', RTCIceTransportControllerImpl);

  add($.RTCDtlsTransportImpl, {
    getCertificates() { return call(this.handle, 'getCertificates').map(h => $.halfOf($.RTCCertificateImpl, h)); },
    getLocalParameters() { return { role: 'auto', ...call(this.handle, 'getLocalParameters') }; },
    getRemoteParameters() {
      const parameters = call(this.handle, 'getRemoteParameters');
      return parameters === null ? null : { role: 'auto', ...parameters };
    },
    start(parameters) { call(this.handle, 'start', parameters); },
    stop() { call(this.handle, 'stop'); },
    getStats() { return $.statsLater(this.handle); },
  }, {
    construct(transport, certificates) {
      return new $.RTCDtlsTransportImpl(certificates.length === 0
        ? call(agent, 'dtlsTransport', transport.handle) : call(agent, 'dtlsTransport', transport.handle, certificates.map(c => c.handle)));
    },
  });

  add($.RTCSctpTransportImpl, {
    get port() { return call(this.handle, 'port'); },
    start(capabilities, port) {
      if (port === undefined) {
        call(this.handle, 'start', capabilities);
      } else {
        call(this.handle, 'start', capabilities, port);
      }
    },
    stop() { call(this.handle, 'stop'); },
  }, {
    construct(transport, port) { return new $.RTCSctpTransportImpl(call(agent, 'sctpTransport', transport.handle, port)); },
    getCapabilities() { return $.native.callStatic('RTCSctpTransport', 'getCapabilities'); },
  });

  add($.RTCDataChannelImpl, {}, {
    construct(transport, parameters) {
      if (parameters.maxPacketLifetime !== undefined && parameters.maxRetransmits !== undefined) {
        throw new TypeError('RTCDataChannel: maxPacketLifetime or maxRetransmits, not both');
      }
      return new $.RTCDataChannelImpl(call(agent, 'dataChannel', transport.handle, parameters));
    },
  });

  // ---- senders and receivers
  // the first drafts told a stream once for each codec that it may have: such encodings are one, for all of them
  const onePerStream = encodings => {
    const made = [];
    for (const encoding of encodings) {
      const first = made.findIndex(e => e.ssrc !== undefined && e.ssrc === encoding.ssrc);
      if (first < 0) {
        made.push(encoding);
      } else {
        const { codecPayloadType: unused, ...rest } = made[first];
        made[first] = rest;
      }
    }
    return made;
  };
  const parametersIn = (given, kind) => {
    const p = { ...given };
    p.codecs = (p.codecs || []).map(c => ({ ...c, channels: kind === 'audio' ? c.channels ?? c.numChannels ?? 1 : 0,
      parameters: textsOf(c.parameters) }));
    p.encodings = onePerStream(p.encodings || []).map(e => ({ ...e, active: e.active !== false }));
    if (p.rtcp && p.rtcp.ssrc === undefined && p.encodings.length > 0 && p.encodings[0].ssrc === undefined) {
      p.rtcp = { ...p.rtcp };
    }
    return p;
  };
  const textsOf = parameters => {
    const made = {};
    Object.keys(parameters || {}).forEach(k => { made[k] = `${parameters[k]}`; });
    return made;
  };
  const transports = {
    get rtcpTransport() { return $.halfOf($.RTCDtlsTransportImpl, call(this.handle, 'rtcpTransport')); },
    setTransport(transport, rtcpTransport) {
      if (rtcpTransport === undefined) {
        call(this.handle, 'setTransport', transport.handle);
      } else {
        call(this.handle, 'setTransport', transport.handle, rtcpTransport.handle);
      }
    },
    stop() { call(this.handle, 'stop'); },
  };
  add($.RTCRtpSenderImpl, {
    send(parameters) { return $.asTask(() => { call(this.handle, 'send', parametersIn(parameters, this.kind)); }); },
  }, {
    construct(trackOrKind, transport, rtcpTransport) {
      if (typeof trackOrKind === 'string' && trackOrKind !== 'audio' && trackOrKind !== 'video') {
        throw new TypeError(`RTCRtpSender: a kind is audio or video, not '${trackOrKind}'`);
      }
      const first = typeof trackOrKind === 'string' ? trackOrKind : trackOrKind.handle;
      const made = new $.RTCRtpSenderImpl(call(agent, 'rtpSender', first));
      if (transport !== undefined) {
        made.setTransport(transport, rtcpTransport);
      }
      $.native.on(made.handle, 'onSsrcConflict', e => $.fireImpl(made, new $.RTCSsrcConflictEventImpl('ssrcconflict', { ssrc: e.ssrc })));
      return made;
    },
  });
  add($.RTCRtpSenderImpl, transports);
  add($.RTCRtpReceiverImpl, {
    receive(parameters) { return $.asTask(() => { call(this.handle, 'receive', parametersIn(parameters, this.kind)); }); },
  }, {
    construct(first, second, rtcpTransport) {
      // today's order, and the one of the first drafts
      const [kind, transport] = typeof first === 'string' ? [first, second] : [second, first];
      if (kind !== 'audio' && kind !== 'video') {
        throw new TypeError(`RTCRtpReceiver: a kind is audio or video, not '${kind}'`);
      }
      const made = new $.RTCRtpReceiverImpl(call(agent, 'rtpReceiver', kind));
      if (transport !== undefined) {
        made.setTransport(transport, rtcpTransport);
      }
      return made;
    },
  });
  add($.RTCRtpReceiverImpl, transports);

  class RTCRtpListenerImpl extends $.EventTargetImpl {
    static construct(transport) { return new RTCRtpListenerImpl(transport); }
    constructor(transport) {
      super();
      this.transport = transport;
      this.handle = call(agent, 'rtpListener', transport.handle);
      $.native.on(this.handle, 'onUnhandledRtp', e => $.fireImpl(this, new $.RTCRtpUnhandledEventImpl('unhandledrtp', e)));
    }
    stop() { call(this.handle, 'stop'); }
  }
  $.implement('RTCRtpListener', RTCRtpListenerImpl);

  class RTCDtmfSenderImpl extends $.EventTargetImpl {
    static construct(sender) { return new RTCDtmfSenderImpl(sender); }
    constructor(sender) {
      super();
      this.sender = sender;
      if (sender.dtmf === null) {
        throw $.domException('InvalidStateError', 'tones are sent by a sender of audio');
      }
      $.native.on(sender.dtmf.handle, 'onToneChange', tone => $.fireImpl(this, new $.RTCDTMFToneChangeEventImpl('tonechange', { tone })));
    }
    get canInsertDTMF() { return this.sender.dtmf.canInsertDTMF; }
    get toneBuffer() { return this.sender.dtmf.toneBuffer; }
    insertDTMF(tones, duration, gap) { this.sender.dtmf.insertDTMF(tones, duration, gap); }
  }
  $.implement('RTCDtmfSender', RTCDtmfSenderImpl);
})
