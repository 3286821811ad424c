// What every side of a call does, whichever the library: `emit(event, fields)` is the test's.
export const tell = (event, fields = {}) => emit(event, fields);

export const local = () => navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 320, height: 240, frameRate: 15 } });

// Where a test gets at what it needs; failures are told.
export function serve(methods) {
  globalThis.side = Object.fromEntries(Object.entries(methods).map(([name, method]) => [name, (...args) => {
    Promise.resolve().then(() => method(...args)).catch((error) => tell('failure', { text: `${name}: ${error?.stack ?? error}` }));
    return true;
  }]));
}

// Offer and answer with the other side, the same whoever made the connection.
export async function offer(pc) {
  await pc.setLocalDescription(await pc.createOffer());
  tellDescription(pc);
}

export async function take(pc, { candidate, description }) {
  if (candidate) {
    await pc.addIceCandidate(candidate);
    return;
  }
  await pc.setRemoteDescription(description);
  if (description.type === 'offer') {
    await pc.setLocalDescription(await pc.createAnswer());
    tellDescription(pc);
  }
}

function tellDescription({ localDescription: { type, sdp } }) {
  tell('signal', { data: { description: { type, sdp } } });
}

export function follow(pc) {
  pc.onicecandidate = ({ candidate: c }) => c && tell('signal', {
    data: { candidate: { candidate: c.candidate, sdpMid: c.sdpMid, sdpMLineIndex: c.sdpMLineIndex } },
  });
  pc.onconnectionstatechange = () => tell(pc.connectionState === 'connected' ? 'connect' : 'state', { state: pc.connectionState });
}

// Tells what a stream's pictures look like: the lowest row's ends, how much is green, how much has changed.
export function watchPictures(stream) {
  const video = document.createElement('video');
  Object.assign(video, { autoplay: true, muted: true, playsInline: true });
  video.srcObject = stream;
  document.body.append(video);
  video.play().catch(() => {});
  const canvas = document.createElement('canvas');
  const [width, height] = [28, 21];
  Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d', { willReadFrequently: true });
  let before;
  setInterval(() => {
    if (!video.videoWidth) {
      return;
    }
    context.drawImage(video, 0, 0, width, height);
    const { data } = context.getImageData(0, 0, width, height);
    const pixel = (x, y) => [...data.slice((y * width + x) * 4, (y * width + x) * 4 + 3)];
    let green = 0;
    let changed = 0;
    for (let i = 0; i < data.length; i += 4) {
      green += data[i + 1] > data[i] + 40 && data[i + 1] > data[i + 2] + 40 ? 1 : 0;
      changed += before && Math.abs(before[i] - data[i]) + Math.abs(before[i + 1] - data[i + 1]) > 40 ? 1 : 0;
    }
    before = data;
    tell('picture', {
      width: video.videoWidth, height: video.videoHeight, left: pixel(0, height - 1), right: pixel(width - 1, height - 1),
      green: green / (width * height), changed,
    });
  }, 500);
}

// Tells how loud what comes in is: by the page's analyser where it has one, else by the statistics of what decodes it.
export function watchSound(stream, getStats) {
  const isPage = typeof hear === 'function';
  if (isPage) {
    hear(stream.getAudioTracks()[0]);
  }
  setInterval(async () => {
    if (isPage) {
      tell('sound', await commands.tone());
      return;
    }
    for (const stats of (await getStats()).values()) {
      if (stats.type === 'inbound-rtp' && stats.kind === 'audio' && stats.totalSamplesDuration > 0) {
        tell('sound', { share: Math.sqrt(stats.totalAudioEnergy / stats.totalSamplesDuration), seconds: stats.totalSamplesDuration });
      }
    }
  }, 500);
}

export function watch(stream, getStats) {
  watchPictures(stream);
  watchSound(stream, getStats);
}
