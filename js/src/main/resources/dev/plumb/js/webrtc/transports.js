// ICE, DTLS and SCTP transports.
(function ($) {
  'use strict';
  const call = $.native.call;

  class RTCIceTransportImpl extends $.EventTargetImpl {
    #gatherer;
    constructor(handle) {
      super();
      $.hold(this, handle);
      $.native.on(handle, 'onStateChange', () => {
        for (const type of this.$silent ? [] : ['statechange', 'icestatechange']) {
          $.fireSimple(this, type);
        }
      });
      $.native.on(handle, 'onCandidatePairChange', () => {
        for (const type of ['selectedcandidatepairchange', 'candidatepairchange', 'icecandidatepairchange']) {
          $.fireSimple(this, type);
        }
      });
      this.$watchGatherer();
    }
    $watchGatherer() {
      const gatherer = call($.handleOf(this), 'iceGatherer');
      if (gatherer !== null && this.#gatherer !== gatherer) {
        this.#gatherer = gatherer;
        $.native.on(gatherer, 'onStateChange', state => {
          if (this.#gatherer === gatherer && state !== 'closed') {
            this.$gathering = state;
            $.fireSimple(this, 'gatheringstatechange');
          }
        });
      }
    }
    get iceGatherer() { return $.halfOf($.RTCIceGathererImpl, call($.handleOf(this), 'iceGatherer')); }
    get gatherer() { return this.iceGatherer; }
    get role() {
      const role = call($.handleOf(this), 'role');
      return role === null ? 'unknown' : role;
    }
    get component() { return call($.handleOf(this), 'component'); }
    get state() { return call($.handleOf(this), 'state'); }
    get gatheringState() {
      const state = call(this.#gatherer, 'state');
      if (state !== 'closed') {
        this.$gathering = state;
      }
      return this.$gathering || 'new';
    }
    $sdp() {
      const { usernameFragment } = call(this.#gatherer, 'getLocalParameters');
      return { sdpMid: '', sdpMLineIndex: 0, usernameFragment, component: this.component };
    }
    getLocalCandidates() { return call(this.#gatherer, 'getLocalCandidates').map(c => $.candidateOf(c, this.$sdp())); }
    getRemoteCandidates() {
      return call($.handleOf(this), 'getRemoteCandidates').map(c => $.candidateOf(c, { sdpMid: '', sdpMLineIndex: 0, component: this.component }));
    }
    getSelectedCandidatePair() {
      const pair = this.state === 'closed' || this.state === 'new' ? null : call($.handleOf(this), 'getSelectedCandidatePair');
      if (pair === null) {
        return null;
      }
      const key = JSON.stringify(pair);
      if (!this.$pair || this.$pair.key !== key) {
        const remote = $.candidateOf(pair.remote, { sdpMid: '', sdpMLineIndex: 0, component: this.component });
        this.$pair = { key, of: new $.RTCIceCandidatePairImpl($.candidateOf(pair.local, this.$sdp()), remote) };
      }
      return this.$pair.of;
    }
    getLocalParameters() { return call(this.#gatherer, 'getLocalParameters'); }
    getRemoteParameters() { return call($.handleOf(this), 'getRemoteParameters'); }
  }
  $.RTCIceTransportImpl = RTCIceTransportImpl;

  class RTCDtlsTransportImpl extends $.EventTargetImpl {
    constructor(handle) {
      super();
      $.hold(this, handle);
      $.native.on(handle, 'onStateChange', () => {
        for (const type of this.$silent ? [] : ['statechange', 'dtlsstatechange']) {
          $.fireSimple(this, type);
        }
      });
      $.native.on(handle, 'onError', e => {
        $.fireImpl(this, new $.RTCErrorEventImpl('error', { error: $.rtcErrorOf(e) }));
      });
    }
    get iceTransport() { return $.halfOf(RTCIceTransportImpl, call($.handleOf(this), 'transport')); }
    get transport() { return this.iceTransport; }
    get state() { return call($.handleOf(this), 'state'); }
    getRemoteCertificates() { return call($.handleOf(this), 'getRemoteCertificates'); }
  }
  $.RTCDtlsTransportImpl = RTCDtlsTransportImpl;

  class RTCSctpTransportImpl extends $.EventTargetImpl {
    constructor(handle) {
      super();
      $.hold(this, handle);
      $.native.on(handle, 'onStateChange', () => $.fireSimple(this, 'statechange'));
      $.native.on(handle, 'onDataChannel', channel => {
        if (this.hears('datachannel')) {
          $.fireImpl(this, new $.RTCDataChannelEventImpl('datachannel', { channel: $.halfOf($.RTCDataChannelImpl, channel) }));
        }
      });
    }
    get transport() { return $.halfOf(RTCDtlsTransportImpl, call($.handleOf(this), 'transport')); }
    get state() {
      const state = call($.handleOf(this), 'state');
      return state === 'new' ? 'connecting' : state;
    }
    get maxMessageSize() {
      const bytes = call($.handleOf(this), 'maxMessageSize');
      return bytes === 0 ? Infinity : bytes;
    }
    get maxChannels() { return this.state === 'connecting' ? null : 65535; }
  }
  $.RTCSctpTransportImpl = RTCSctpTransportImpl;
})
