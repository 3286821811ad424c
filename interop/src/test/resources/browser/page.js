// One RTCPeerConnection and what tests ask of it.
'use strict';
const events = [];
window.takeEvents = () => events.splice(0);
const emit = (event, fields) => events.push({ event, ...fields });

let pc;
let audioContext;
let analyser;
let remoteAudio;
// by the media section's name, where the call is negotiated
const videos = new Map();
const channels = new Map();

function watchChannel(channel) {
  channel.binaryType = 'arraybuffer';
  channels.set(channel.label, channel);
  channel.onopen = () => emit('channel-open', { label: channel.label });
  channel.onclose = () => emit('channel-close', { label: channel.label });
  channel.onmessage = async ({ data }) => {
    if (typeof data === 'string') {
      if (data.startsWith('echo ')) {
        emit('message', { label: channel.label, text: data.length > 200 ? data.length + ':' + (await digest(new TextEncoder().encode(data))) : data });
      } else {
        channel.send('echo ' + data);
        emit('message', { label: channel.label, text: data.length > 200 ? 'long ' + data.length : data });
      }
    } else {
      emit('binary', { label: channel.label, bytes: data.byteLength, digest: await digest(data) });
    }
  };
}

function hear(track) {
  // Chromium feeds WebAudio only from a stream that an element plays, too
  const element = new Audio();
  element.srcObject = new MediaStream([track]);
  element.muted = true;
  element.play().catch(() => {});
  remoteAudio = new MediaStream([track]);
  audioContext = audioContext || new AudioContext();
  analyser = audioContext.createAnalyser();
  analyser.fftSize = 8192;
  audioContext.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  audioContext.resume();
}

async function digest(bytes) {
  const hash = await crypto.subtle.digest('SHA-256', bytes);
  return [...new Uint8Array(hash)].map((b) => b.toString(16).padStart(2, '0')).join('');
}

// where there is no output device (Firefox), an AudioContext never runs: record a second, decode that, and look at it
async function recordedTone() {
  const recorder = new MediaRecorder(remoteAudio, { mimeType: 'audio/webm;codecs=opus' });
  const parts = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const stopped = new Promise((resolve) => { recorder.onstop = resolve; });
  recorder.start();
  await new Promise((resolve) => setTimeout(resolve, 1000));
  recorder.stop();
  await stopped;
  const bytes = await new Blob(parts).arrayBuffer();
  const buffer = await new OfflineAudioContext(1, 48000, 48000).decodeAudioData(bytes);
  const samples = buffer.getChannelData(0).subarray(Math.floor(buffer.length / 2));
  let best = { frequency: 0, energy: 0 };
  for (let frequency = 100; frequency <= 4000; frequency += 10) {
    let re = 0;
    let im = 0;
    samples.forEach((sample, i) => {
      const phase = 2 * Math.PI * frequency * i / buffer.sampleRate;
      re += sample * Math.cos(phase);
      im += sample * Math.sin(phase);
    });
    const energy = (re * re + im * im) / samples.length / samples.length;
    if (energy > best.energy) {
      best = { frequency, energy };
    }
  }
  return { frequency: best.frequency, level: Math.max(10 * Math.log10(best.energy), -200) };
}

window.commands = {
  create({ audio, video, data }) {
    pc = new RTCPeerConnection({});
    pc.onicecandidate = ({ candidate }) => {
      if (candidate) {
        emit('candidate', { candidate: candidate.toJSON() });
      }
    };
    pc.onconnectionstatechange = () => emit('state', { value: pc.connectionState });
    pc.oniceconnectionstatechange = () => emit('ice-state', { value: pc.iceConnectionState });
    pc.ondatachannel = ({ channel }) => watchChannel(channel);
    pc.ontrack = ({ track, streams }) => {
      emit('track', { kind: track.kind, streams: streams.length });
      if (track.kind === 'video') {
        document.getElementById('remote').srcObject = new MediaStream([track]);
      } else {
        hear(track);
      }
    };
    if (data) {
      watchChannel(pc.createDataChannel('from-browser'));
    }
    return navigator.mediaDevices && (audio || video)
      ? navigator.mediaDevices.getUserMedia({ audio: !!audio, video: video ? { width: 640, height: 360 } : false })
        .then((stream) => {
          stream.getTracks().forEach((track) => pc.addTrack(track, stream));
        })
      : undefined;
  },
  async offer() {
    await pc.setLocalDescription(await pc.createOffer());
    return pc.localDescription.sdp;
  },
  async answer(sdp) {
    await pc.setRemoteDescription({ type: 'offer', sdp });
    await pc.setLocalDescription(await pc.createAnswer());
    return pc.localDescription.sdp;
  },
  async accept(sdp) {
    await pc.setRemoteDescription({ type: 'answer', sdp });
  },
  async candidate(init) {
    await pc.addIceCandidate(init);
  },
  async sendText(label, text) {
    channels.get(label).send(text);
  },
  async sendLongText(label, length) {
    const text = 'x'.repeat(length);
    channels.get(label).send(text);
    return digest(new TextEncoder().encode('echo ' + text));
  },
  // bytes that tell their own position, so that an echo can be compared by its hash
  async sendBinary(label, length) {
    const bytes = new Uint8Array(length);
    for (let i = 0; i < length; i++) {
      bytes[i] = (i * 7 + (i >> 8)) & 255;
    }
    channels.get(label).send(bytes);
    return digest(bytes);
  },
  // the number that the test pattern bears, or -1, and the colours in the middle of two of its bars
  picture(mid) {
    const video = mid === undefined ? document.getElementById('remote') : videos.get(mid);
    const canvas = document.getElementById('canvas');
    if (!video?.videoWidth) {
      return { width: 0, number: -1 };
    }
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    const context = canvas.getContext('2d', { willReadFrequently: true });
    context.drawImage(video, 0, 0);
    const size = Math.floor(canvas.width / 16);
    const luma = (x, y) => {
      const [r, g, b] = context.getImageData(x, y, 1, 1).data;
      return 0.299 * r + 0.587 * g + 0.114 * b;
    };
    let number = 0;
    for (let bit = 0; bit < 16; bit++) {
      const one = luma(bit * size + size / 2, size / 2) > 127;
      const check = luma(bit * size + size / 2, size + size / 2) > 127;
      if (one === check) {
        return { width: canvas.width, height: canvas.height, number: -1 };
      }
      number = number * 2 + (one ? 1 : 0);
    }
    const pixel = (x, y) => [...context.getImageData(x, y, 1, 1).data].slice(0, 3);
    return {
      width: canvas.width, height: canvas.height, number,
      left: pixel(Math.floor(canvas.width / 14), canvas.height - 10),
      right: pixel(Math.floor(canvas.width * 13 / 14), canvas.height - 10),
    };
  },
  // the loudest frequency, and how far it stands out
  async tone() {
    if (!remoteAudio) {
      return { frequency: 0, level: -200 };
    }
    if (audioContext.state !== 'running') {
      return recordedTone();
    }
    const bins = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(bins);
    let best = 0;
    for (let i = 1; i < bins.length; i++) {
      if (bins[i] > bins[best]) {
        best = i;
      }
    }
    return { frequency: best * audioContext.sampleRate / analyser.fftSize, level: Math.max(bins[best], -200) };
  },
  async stats() {
    const report = await pc.getStats();
    return [...report.values()];
  },
  state() {
    return { connection: pc.connectionState, ice: pc.iceConnectionState, signaling: pc.signalingState };
  },
  closeChannel(label) {
    channels.get(label).close();
  },
  close() {
    pc.close();
  },
};
