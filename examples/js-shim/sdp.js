// Session descriptions as texts: reading one into lists of lines, and what stands in the lines.

export function parse(text) {
  const [session, ...media] = text.split(/\r?\n(?=m=)/).map((part) => part.split(/\r?\n/).filter((line) => line !== ''));
  return { session: attributesOf(session), sections: media.map((lines) => section(lines)) };
}

function section(lines) {
  const [, kind, port, protocol, formats] = /^m=(\S+) (\d+)\S* (\S+) ?(.*)$/.exec(lines[0]);
  return { kind, port: Number(port), protocol, formats: formats.split(' '), ...attributesOf(lines.slice(1)) };
}

function attributesOf(lines) {
  const attributes = lines.filter((line) => line.startsWith('a=')).map((line) => {
    const at = line.indexOf(':');
    return at < 0 ? [line.slice(2), ''] : [line.slice(2, at), line.slice(at + 1)];
  });
  return {
    all: (name) => attributes.filter(([n]) => n === name).map(([, value]) => value),
    one: (name) => attributes.find(([n]) => n === name)?.[1],
  };
}

const DIRECTIONS = ['sendrecv', 'sendonly', 'recvonly', 'inactive'];
export const directionOf = (media) => DIRECTIONS.find((d) => media.one(d) !== undefined) ?? 'sendrecv';
export const sends = (direction) => direction === 'sendrecv' || direction === 'sendonly';
export const receives = (direction) => direction === 'sendrecv' || direction === 'recvonly';
export const directionFor = (sending, receiving) => DIRECTIONS[sending ? (receiving ? 0 : 1) : receiving ? 2 : 3];

// ---- codecs and header extensions, to and from ORTC's dictionaries

export function codecsOf(media) {
  return media.formats.map((format) => {
    const map = media.all('rtpmap').find((line) => line.startsWith(format + ' '));
    if (!map) {
      return undefined;
    }
    const [, name, clockRate, channels] = /^\d+ ([^/]+)\/(\d+)(?:\/(\d+))?/.exec(map);
    const parameters = {};
    for (const line of media.all('fmtp').filter((l) => l.startsWith(format + ' '))) {
      for (const pair of line.slice(format.length + 1).split(';')) {
        const [key, value = ''] = pair.trim().split('=');
        parameters[key.toLowerCase()] = value;
      }
    }
    const rtcpFeedback = media.all('rtcp-fb').filter((line) => line.startsWith(format + ' ') || line.startsWith('* '))
      .map((line) => line.split(' ')).map(([, type, ...rest]) => ({ type, parameter: rest.join(' ') }));
    return {
      name, payloadType: Number(format), clockRate: Number(clockRate), rtcpFeedback, parameters,
      ...(media.kind === 'audio' ? { channels: Number(channels ?? 1) } : {}),
    };
  }).filter((codec) => codec !== undefined);
}

export function codecLines(codec) {
  const channels = codec.channels > 1 ? `/${codec.channels}` : '';
  const parameters = Object.entries(codec.parameters).map(([key, value]) => (value === '' ? key : `${key}=${value}`)).join(';');
  return [
    `a=rtpmap:${codec.payloadType} ${codec.name}/${codec.clockRate}${channels}`,
    ...(parameters ? [`a=fmtp:${codec.payloadType} ${parameters}`] : []),
    ...codec.rtcpFeedback.map((f) => `a=rtcp-fb:${codec.payloadType} ${f.type}${f.parameter ? ' ' + f.parameter : ''}`),
  ];
}

export const extensionsOf = (media) => media.all('extmap').map((line) => {
  const [, id, uri] = /^(\d+)\S* (\S+)/.exec(line);
  return { id: Number(id), uri };
});

const H264_LIKE = ['packetization-mode'];
// Of what the other side names, in its numbers, that which this side has as well.
export function common(theirs, ours) {
  const codecs = theirs.map((their) => {
    const our = ours.codecs.find((c) => c.name.toLowerCase() === their.name.toLowerCase() && c.clockRate === their.clockRate
      && (c.channels ?? 1) === (their.channels ?? 1)
      && H264_LIKE.every((key) => (c.parameters[key] ?? '0') === (their.parameters[key] ?? '0')));
    const rtcpFeedback = their.rtcpFeedback.filter((f) => our?.rtcpFeedback.some((o) => o.type === f.type && o.parameter === f.parameter));
    return our && { ...their, rtcpFeedback };
  }).filter((codec) => codec !== undefined);
  // retransmission goes with a codec that stays
  return codecs.filter((codec) => codec.name !== 'rtx' || codecs.some((c) => String(c.payloadType) === codec.parameters.apt));
}

// ---- candidates

export function candidateLine(c) {
  const related = c.relatedAddress ? ` raddr ${c.relatedAddress} rport ${c.relatedPort}` : '';
  return `candidate:${c.foundation} 1 ${c.protocol} ${c.priority} ${c.ip} ${c.port} typ ${c.type}${related}`;
}

export function candidateOf(line) {
  const words = line.replace(/^(a=)?candidate:/, '').split(' ');
  const after = (name) => words[words.indexOf(name, 6) + 1];
  const [foundation, , protocol, priority, ip, port] = words;
  return {
    foundation, protocol: protocol.toLowerCase(), priority: Number(priority), ip, port: Number(port), type: after('typ'),
    ...(words.includes('tcptype') ? { tcpType: after('tcptype') } : {}),
  };
}
