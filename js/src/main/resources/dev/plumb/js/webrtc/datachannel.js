// Data channels.
(function ($) {
  'use strict';
  const call = $.native.call;

  class RTCDataChannelImpl extends $.EventTargetImpl {
    $binaryType = 'arraybuffer';
    $before = 0;
    $sent = 0;
    $ofTask = false;
    $high = false;
    $closes = false;
    constructor(handle) {
      super();
      $.hold(this, handle);
      this.$parameters = call(handle, 'getParameters');
      $.native.on(handle, 'onOpen', () => $.fireSimple(this, 'open'));
      $.native.on(handle, 'onClosing', () => {
        if (!this.$closes) {
          $.fireSimple(this, 'closing');
        }
      });
      $.native.on(handle, 'onClose', () => $.fireSimple(this, 'close'));
      $.native.on(handle, 'onBufferedAmountLow', () => this.$mayBeLow());
      $.native.on(handle, 'onError', e => {
        $.fireImpl(this, new $.RTCErrorEventImpl('error', { error: $.rtcErrorOf(e) }));
      });
      $.native.on(handle, 'onMessage', message => {
        if (this.hears('message')) {
          const { text, bytes } = message;
          const data = bytes === undefined ? text : this.$binaryType === 'blob' ? new Blob([bytes]) : bytes;
          $.fireImpl(this, new $.MessageEventImpl('message', { data, origin: '', lastEventId: '', source: null, ports: [] }));
        }
      });
    }
    get transport() { return $.halfOf($.RTCSctpTransportImpl, call($.handleOf(this), 'transport')); }
    getParameters() { return this.$parameters; }
    get label() { return this.$parameters.label; }
    get ordered() { return this.$parameters.ordered !== false; }
    get maxPacketLifeTime() { return this.$parameters.maxPacketLifetime === undefined ? null : this.$parameters.maxPacketLifetime; }
    get maxRetransmits() { return this.$parameters.maxRetransmits === undefined ? null : this.$parameters.maxRetransmits; }
    get protocol() { return this.$parameters.protocol || ''; }
    get negotiated() { return !!this.$parameters.negotiated; }
    get priority() { return this.$parameters.priority || 'low'; }
    get id() { return call($.handleOf(this), 'id'); }
    get readyState() { return call($.handleOf(this), 'readyState'); }
    // what was sent in this task does not leave before it has ended
    get bufferedAmount() { return this.$ofTask ? this.$before + this.$sent : call($.handleOf(this), 'bufferedAmount'); }
    get bufferedAmountLowThreshold() { return call($.handleOf(this), 'bufferedAmountLowThreshold'); }
    set bufferedAmountLowThreshold(bytes) { call($.handleOf(this), 'bufferedAmountLowThreshold', bytes); }
    get binaryType() { return this.$binaryType; }
    set binaryType(type) { this.$binaryType = type; }
    close() {
      this.$closes = true;
      call($.handleOf(this), 'close');
    }
    // once for all that was sent in one task
    $mayBeLow() {
      if (this.$high && !this.$ofTask && call($.handleOf(this), 'bufferedAmount') <= this.bufferedAmountLowThreshold) {
        this.$high = false;
        $.fireSimple(this, 'bufferedamountlow');
      }
    }
    $send(data, length) {
      if (!this.$ofTask) {
        this.$ofTask = true;
        this.$before = call($.handleOf(this), 'bufferedAmount');
        this.$sent = 0;
        $.native.afterTask(() => {
          this.$ofTask = false;
          this.$mayBeLow();
        });
      }
      call($.handleOf(this), 'send', data);
      this.$sent += length;
      this.$high = this.$high || this.$before + this.$sent > this.bufferedAmountLowThreshold;
    }
    sendText(text) { this.$send(text, $.utf8Length(text)); }
    sendBuffer(buffer) { this.$send(buffer, buffer.byteLength); }
    sendView(view) {
      const { buffer, byteOffset, byteLength } = view;
      this.$send(buffer.slice(byteOffset, byteOffset + byteLength), byteLength);
    }
    sendBlob(blob) { this.sendBuffer($.blobBytes(blob)); }
  }
  $.RTCDataChannelImpl = RTCDataChannelImpl;

  $.utf8Length = text => {
    let length = 0;
    for (let i = 0; i < text.length; i++) {
      const c = text.charCodeAt(i);
      length += c < 0x80 ? 1 : c < 0x800 ? 2 : c >= 0xd800 && c < 0xdc00 ? (i++, 4) : 3;
    }
    return length;
  };
})
