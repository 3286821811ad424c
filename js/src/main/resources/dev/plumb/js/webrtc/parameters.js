// Codecs, encodings and parameters: WebRTC 1.0's shapes beside the objects', which are ORTC's.
(function ($) {
  'use strict';
  const fmtp = parameters => Object.keys(parameters || {}).sort()
    .map(k => (parameters[k] === '' ? k : k === '' ? parameters[k] : `${k}=${parameters[k]}`)).join(';');
  const parameters = line => {
    const made = {};
    for (const part of (line || '').split(';').map(p => p.trim()).filter(p => p !== '')) {
      const at = part.indexOf('=');
      if (at < 0) {
        made[part] = '';
      } else {
        made[part.slice(0, at).trim().toLowerCase()] = part.slice(at + 1).trim();
      }
    }
    return made;
  };
  $.fmtpOf = fmtp;

  // a codec of the objects as WebRTC 1.0 has it
  $.codecOut = function (c, kind) {
    const made = { mimeType: `${c.kind || kind}/${c.name}`, clockRate: c.clockRate };
    if ((c.kind || kind) === 'audio') {
      made.channels = c.channels || 1;
    }
    const line = fmtp(c.parameters);
    if (line !== '') {
      made.sdpFmtpLine = line;
    }
    if (c.payloadType !== undefined) {
      made.payloadType = c.payloadType;
    }
    return made;
  };

  const sameLine = (a, b) => {
    const [x, y] = [parameters(a), parameters(b)];
    const keys = Object.keys(x);
    return keys.length === Object.keys(y).length && keys.every(k => x[k] === y[k]);
  };
  // whether a script's codec is one of ours
  $.sameCodec = function (theirs, ours) {
    return theirs.mimeType.toLowerCase() === ours.mimeType.toLowerCase() && theirs.clockRate === ours.clockRate
      && (theirs.channels === ours.channels || (theirs.channels === undefined && ours.channels === 1))
      && sameLine(theirs.sdpFmtpLine, ours.sdpFmtpLine);
  };

  const ortcMembers = (c, kind) => ({
    name: c.name, kind, preferredPayloadType: c.preferredPayloadType,
    ...(kind === 'audio' ? { numChannels: c.channels || 1 } : {}),
    rtcpFeedback: (c.rtcpFeedback || []).map(f => ({ type: f.type, parameter: f.parameter || '' })),
    parameters: { ...c.parameters },
  });
  $.capabilities = function (side, kind) {
    if (kind !== 'audio' && kind !== 'video') {
      return null;
    }
    const of = $.native.capabilities(side, kind);
    const codecs = [];
    const known = [];
    for (const c of of.codecs || []) {
      const made = $.codecOut(c, kind);
      const is = codec => JSON.stringify(codec) === JSON.stringify(made);
      // retransmission is told once, whatever it is for
      if (c.name === 'rtx') {
        delete made.sdpFmtpLine;
      }
      if (!known.some(is)) {
        known.push({ ...made });
        // ORTC's members are there, too: a script chooses
        codecs.push(Object.assign(made, ortcMembers(c, kind)));
      }
    }
    const headerExtensions = (of.headerExtensions || []).map(e => (
      { uri: e.uri, kind, preferredId: e.preferredId, preferredEncrypt: e.preferredEncrypt || false }));
    return { ...of, codecs, headerExtensions };
  };

  // the objects' codec capabilities that scripts' codecs stand for
  $.capabilitiesOf = function (side, kind, codecs) {
    const of = $.native.capabilities(side, kind);
    return codecs.map(wanted => {
      const found = (of.codecs || []).find(c => {
        const ours = $.codecOut(c, kind);
        if (c.name === 'rtx') {
          delete ours.sdpFmtpLine;
        }
        return $.sameCodec(wanted, ours);
      });
      if (!found) {
        throw $.domException('InvalidModificationError', `no codec ${wanted.mimeType} of this kind`);
      }
      return found;
    });
  };

  // the payload type that a script's codec has among those negotiated, or before, among what can be sent; undefined where it is not there
  $.payloadTypeOf = function (codec, kind, negotiated) {
    const bare = c => {
      const { payloadType, ...rest } = $.codecOut(c, kind);
      return rest;
    };
    const among = negotiated.length > 0 ? negotiated : $.native.capabilities('RTCRtpSender', kind).codecs || [];
    const found = among.find(c => $.sameCodec(codec, bare(c)));
    return found && (found.payloadType === undefined ? found.preferredPayloadType : found.payloadType);
  };
  $.codecOfPayloadType = function (payloadType, kind, negotiated) {
    const ours = () => $.native.capabilities('RTCRtpSender', kind).codecs || [];
    const found = negotiated.find(c => c.payloadType === payloadType) || ours().find(c => c.preferredPayloadType === payloadType);
    if (!found) {
      return undefined;
    }
    const { payloadType: unused, ...codec } = $.codecOut(found, kind);
    return codec;
  };

  // ---- encodings
  $.encodingIn = function (e) {
    const made = { active: e.active, rid: e.rid || '', priority: e.priority };
    if (e.networkPriority !== undefined) made.networkPriority = e.networkPriority;
    if (e.maxBitrate !== undefined) made.maxBitrate = e.maxBitrate;
    if (e.maxFramerate !== undefined) made.maxFramerate = e.maxFramerate;
    if (e.scaleResolutionDownBy !== undefined) made.resolutionScale = e.scaleResolutionDownBy;
    return made;
  };
  $.encodingOut = function (e, kind) {
    const made = { active: e.active !== false, priority: e.priority || 'low' };
    if (e.networkPriority !== undefined) made.networkPriority = e.networkPriority;
    if (e.rid) made.rid = e.rid;
    if (e.maxBitrate !== undefined) made.maxBitrate = e.maxBitrate;
    if (kind === 'video') {
      if (e.maxFramerate !== undefined) made.maxFramerate = e.maxFramerate;
      made.scaleResolutionDownBy = e.resolutionScale === undefined ? 1 : e.resolutionScale;
    }
    return made;
  };
  $.extensionOut = e => ({ uri: e.uri, id: e.id, encrypted: !!e.encrypt });
  $.rtcpOut = r => {
    const made = { reducedSize: !!(r && r.reducedSize) };
    if (r && r.cname) {
      made.cname = r.cname;
    }
    return made;
  };
  $.parametersOut = (p, kind) => ({
    codecs: (p.codecs || []).map(c => $.codecOut(c, kind)),
    headerExtensions: (p.headerExtensions || []).map($.extensionOut),
    rtcp: $.rtcpOut(p.rtcp),
  });
})
