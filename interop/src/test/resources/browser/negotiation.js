// A connection that negotiates whenever it has to, by the Recommendation's pattern of perfect negotiation, and what tests do to it.
'use strict';
const senders = new Map();
let paintings = [];
let call;
let polite;
let makingOffer;
let ignoreOffer;
let settingAnswer;

const transceiver = (mid) => pc.getTransceivers().find((t) => t.mid === mid);
const fragment = (description) => /a=ice-ufrag:(\S+)/.exec(description?.sdp)?.[1] ?? '';

// a picture of one colour that bears a number as the test pattern does: 16 squares, and under them their complement
function painted(colour, width, height) {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  const size = Math.floor(width / 16);
  let number = 0;
  const paint = () => {
    context.fillStyle = colour;
    context.fillRect(0, 0, width, height);
    for (let bit = 0; bit < 16; bit++) {
      const one = (number >> (15 - bit)) & 1;
      context.fillStyle = one ? '#fff' : '#000';
      context.fillRect(bit * size, 0, size, size);
      context.fillStyle = one ? '#000' : '#fff';
      context.fillRect(bit * size, size, size, size);
    }
    number++;
  };
  paint();
  paintings.push(setInterval(paint, 40));
  return canvas.captureStream(25);
}

function negotiates() {
  const mine = pc;
  const from = call;
  const say = (event, fields) => emit(event, { call: from, ...fields });
  mine.onicecandidate = ({ candidate }) => candidate && say('signal', { candidate: candidate.toJSON() });
  mine.onsignalingstatechange = () => say('signaling', { value: mine.signalingState });
  mine.ontrack = ({ track, transceiver: t }) => {
    if (videos.get(t.mid)?.srcObject.getTracks().includes(track)) {
      return;
    }
    if (track.kind === 'video') {
      const video = document.createElement('video');
      Object.assign(video, { autoplay: true, muted: true, playsInline: true, srcObject: new MediaStream([track]) });
      document.body.append(video);
      videos.set(t.mid, video);
    } else {
      hear(track);
    }
  };
  mine.ondatachannel = ({ channel }) => watchChannel(channel);
  mine.onnegotiationneeded = async () => {
    if (commands.silent) {
      return;
    }
    makingOffer = true;
    try {
      await mine.setLocalDescription();
      say('signal', { description: mine.localDescription.toJSON() });
    } catch (error) {
      say('failure', { text: 'offer: ' + error });
    } finally {
      makingOffer = false;
    }
  };
}

async function described(description) {
  const ready = !makingOffer && (pc.signalingState === 'stable' || settingAnswer);
  ignoreOffer = !polite && description.type === 'offer' && !ready;
  if (ignoreOffer) {
    return;
  }
  settingAnswer = description.type === 'answer';
  try {
    await pc.setRemoteDescription(description);
  } finally {
    settingAnswer = false;
  }
  if (description.type === 'offer') {
    await pc.setLocalDescription();
    emit('signal', { call, description: pc.localDescription.toJSON() });
  }
}

Object.assign(window.commands, {
  // with silent, descriptions are the test's to exchange
  open({ call: number, polite: yields, silent, configuration }) {
    pc?.close();
    paintings.forEach(clearInterval);
    paintings = [];
    videos.forEach((video) => video.remove());
    videos.clear();
    senders.clear();
    channels.clear();
    remoteAudio = undefined;
    call = number;
    polite = yields;
    commands.silent = silent;
    makingOffer = ignoreOffer = settingAnswer = false;
    pc = new RTCPeerConnection(configuration);
    negotiates();
  },
  // what fails is told by an event
  signal({ description, candidate }) {
    const from = call;
    if (description) {
      described(description).catch((error) => emit('failure', { call: from, text: description.type + ': ' + error }));
    } else {
      pc.addIceCandidate(candidate).catch((error) => {
        if (!ignoreOffer && !commands.silent) {
          emit('failure', { call: from, text: 'candidate: ' + error });
        }
      });
    }
  },
  addVideo(name, colour, width = 320, height = 240) {
    const stream = painted(colour, width, height);
    senders.set(name, pc.addTrack(stream.getVideoTracks()[0], stream));
  },
  addVideoWithout(name, colour, uri) {
    commands.addVideo(name, colour);
    const [t] = pc.getTransceivers().slice(-1);
    const extensions = t.getHeaderExtensionsToNegotiate();
    const found = extensions.find((e) => e.uri === uri);
    found.direction = 'stopped';
    t.setHeaderExtensionsToNegotiate(extensions);
    return true;
  },
  async addAudio(name) {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    senders.set(name, pc.addTrack(stream.getAudioTracks()[0], stream));
  },
  addSimulcast(name, colour, width, height, sendEncodings) {
    const track = painted(colour, width, height).getVideoTracks()[0];
    senders.set(name, pc.addTransceiver(track, { direction: 'sendonly', sendEncodings }).sender);
  },
  async active(name, rid, value) {
    const sender = senders.get(name);
    const parameters = sender.getParameters();
    parameters.encodings.find((e) => e.rid === rid).active = value;
    await sender.setParameters(parameters);
  },
  addTransceiver(kind, direction) {
    pc.addTransceiver(kind, { direction });
  },
  remove(name) {
    pc.removeTrack(senders.get(name));
  },
  midOf(name) {
    return pc.getTransceivers().find((t) => t.sender === senders.get(name))?.mid ?? '';
  },
  direction(mid, value) {
    transceiver(mid).direction = value;
  },
  stop(mid) {
    transceiver(mid).stop();
  },
  transceivers() {
    return pc.getTransceivers().map((t) => ({
      mid: t.mid ?? '', kind: t.receiver.track.kind, direction: t.direction, current: t.currentDirection ?? '',
      muted: t.receiver.track.muted, ended: t.receiver.track.readyState === 'ended',
    }));
  },
  restart() {
    pc.restartIce();
  },
  fragments() {
    return { local: fragment(pc.currentLocalDescription), remote: fragment(pc.currentRemoteDescription) };
  },
  channel(label) {
    watchChannel(pc.createDataChannel(label));
  },
  async setLocal(type) {
    await pc.setLocalDescription(type === undefined ? undefined : { type });
    return pc.localDescription.toJSON();
  },
  async setRemote(description) {
    await pc.setRemoteDescription(description);
  },
  // an answer for the time being
  async provisional() {
    const { sdp } = await pc.createAnswer();
    await pc.setLocalDescription({ type: 'pranswer', sdp });
    return pc.localDescription.toJSON();
  },
  prefer(mid, mimeType) {
    const t = transceiver(mid);
    const codecs = RTCRtpReceiver.getCapabilities(t.receiver.track.kind).codecs;
    t.setCodecPreferences(codecs.filter((c) => c.mimeType.toLowerCase() === mimeType.toLowerCase()));
  },
  localText() {
    return pc.localDescription?.sdp ?? '';
  },
});
