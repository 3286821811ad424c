package dev.plumb.js;

import static java.util.Map.entry;

import dev.plumb.objects.Agent;
import dev.plumb.objects.MediaDevices;
import dev.plumb.objects.MediaStream;
import dev.plumb.objects.MediaStreamTrack;
import dev.plumb.objects.RTCCertificate;
import dev.plumb.objects.RTCDataChannel;
import dev.plumb.objects.RTCDtlsTransport;
import dev.plumb.objects.RTCDtmfSender;
import dev.plumb.objects.RTCIceGatherer;
import dev.plumb.objects.RTCIceTransport;
import dev.plumb.objects.RTCIceTransportController;
import dev.plumb.objects.RTCRtpListener;
import dev.plumb.objects.RTCRtpReceiver;
import dev.plumb.objects.RTCRtpSender;
import dev.plumb.objects.RTCSctpTransport;
import dev.plumb.signal.jsep.RTCPeerConnection;
import dev.plumb.signal.jsep.RTCRtpTransceiver;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The types and methods that the prelude may call. It may call no others. None of them is static, and none returns an
 * agent, a loop or a key.
 */
final class Reach {
    /** The names of the methods and events that may be called, by type. */
    static final Map<Class<?>, Set<String>> METHODS = Map.ofEntries(
            entry(
                    RTCPeerConnection.class,
                    Set.of(
                            "addIceCandidate",
                            "addTrack",
                            "addTransceiver",
                            "canTrickleIceCandidates",
                            "close",
                            "connectionState",
                            "createAnswer",
                            "createDataChannel",
                            "createOffer",
                            "currentLocalDescription",
                            "currentRemoteDescription",
                            "getStats",
                            "getTransceivers",
                            "iceConnectionState",
                            "iceGatheringState",
                            "localDescription",
                            "onConnectionStateChange",
                            "onDataChannel",
                            "onIceCandidate",
                            "onIceCandidateError",
                            "onIceConnectionStateChange",
                            "onIceGatheringStateChange",
                            "onNegotiationNeeded",
                            "onSignalingStateChange",
                            "onTrack",
                            "pendingLocalDescription",
                            "pendingRemoteDescription",
                            "remoteDescription",
                            "removeTrack",
                            "restartIce",
                            "sctp",
                            "setConfiguration",
                            "setLocalDescription",
                            "setRemoteDescription",
                            "signalingState")),
            entry(
                    RTCRtpTransceiver.class,
                    Set.of(
                            "currentDirection",
                            "direction",
                            "getHeaderExtensionsToNegotiate",
                            "getNegotiatedHeaderExtensions",
                            "getSendParameters",
                            "kind",
                            "mid",
                            "receiver",
                            "replaceTrack",
                            "sender",
                            "setCodecPreferences",
                            "setHeaderExtensionsToNegotiate",
                            "setSendParameters",
                            "setStreams",
                            "stop",
                            "transport")),
            entry(
                    RTCRtpSender.class,
                    Set.of(
                            "dtmf",
                            "generateKeyFrame",
                            "getParameters",
                            "getStats",
                            "kind",
                            "onSsrcConflict",
                            "replaceTrack",
                            "rtcpTransport",
                            "send",
                            "setTransport",
                            "stop",
                            "track",
                            "transform",
                            "transport")),
            entry(
                    RTCRtpReceiver.class,
                    Set.of(
                            "getContributingSources",
                            "getParameters",
                            "getStats",
                            "getSynchronizationSources",
                            "jitterBufferTarget",
                            "kind",
                            "receive",
                            "rtcpTransport",
                            "setTransport",
                            "stop",
                            "track",
                            "transform",
                            "transport")),
            entry(RTCDtmfSender.class, Set.of("canInsertDtmf", "insertDtmf", "onToneChange", "toneBuffer")),
            entry(RTCRtpListener.class, Set.of("onUnhandledRtp", "stop")),
            entry(
                    RTCIceGatherer.class,
                    Set.of(
                            "close",
                            "component",
                            "createAssociatedGatherer",
                            "gather",
                            "getLocalCandidates",
                            "getLocalParameters",
                            "getStats",
                            "onError",
                            "onLocalCandidate",
                            "onStateChange",
                            "state")),
            entry(
                    RTCIceTransport.class,
                    Set.of(
                            "addRemoteCandidate",
                            "component",
                            "createAssociatedTransport",
                            "getRemoteCandidates",
                            "getRemoteParameters",
                            "getSelectedCandidatePair",
                            "getStats",
                            "iceGatherer",
                            "onCandidatePairChange",
                            "onStateChange",
                            "role",
                            "setRemoteCandidates",
                            "start",
                            "state",
                            "stop")),
            entry(RTCIceTransportController.class, Set.of("addTransport", "getTransports")),
            entry(
                    RTCDtlsTransport.class,
                    Set.of(
                            "getCertificates",
                            "getLocalParameters",
                            "getRemoteCertificates",
                            "getRemoteParameters",
                            "getStats",
                            "onError",
                            "onStateChange",
                            "start",
                            "state",
                            "stop",
                            "transport")),
            entry(
                    RTCSctpTransport.class,
                    Set.of(
                            "maxMessageSize",
                            "onDataChannel",
                            "onStateChange",
                            "port",
                            "start",
                            "state",
                            "stop",
                            "transport")),
            entry(
                    RTCDataChannel.class,
                    Set.of(
                            "bufferedAmount",
                            "bufferedAmountLowThreshold",
                            "close",
                            "getParameters",
                            "id",
                            "onBufferedAmountLow",
                            "onClose",
                            "onClosing",
                            "onError",
                            "onMessage",
                            "onOpen",
                            "readyState",
                            "send",
                            "transport")),
            entry(RTCCertificate.class, Set.of("expiresUnixMillis", "getFingerprints")),
            entry(
                    MediaStreamTrack.class,
                    Set.of(
                            "cloneTrack",
                            "contentHint",
                            "enabled",
                            "getSettings",
                            "id",
                            "kind",
                            "label",
                            "muted",
                            "onEnded",
                            "onMute",
                            "readyState",
                            "stop")),
            entry(
                    MediaStream.class,
                    Set.of(
                            "active",
                            "addTrack",
                            "getAudioTracks",
                            "getTrackById",
                            "getTracks",
                            "getVideoTracks",
                            "id",
                            "onAddTrack",
                            "onRemoveTrack",
                            "removeTrack")),
            entry(MediaDevices.class, Set.of("enumerateDevices", "onDeviceChange")));

    /** The names of the agent's methods that make objects for the prelude. The prelude never gets the agent itself. */
    static final Set<String> MADE = Set.of(
            "dataChannel",
            "dtlsTransport",
            "iceGatherer",
            "iceTransport",
            "iceTransportController",
            "mediaDevices",
            "rtpListener",
            "rtpReceiver",
            "rtpSender",
            "sctpTransport");

    private static final ClassValue<Class<?>> TYPES = new ClassValue<>() {
        @Override
        protected Class<?> computeValue(Class<?> type) {
            return METHODS.keySet().stream()
                    .filter(t -> t.isAssignableFrom(type))
                    .findFirst()
                    .orElse(Reach.class);
        }
    };

    private Reach() {}

    /** Returns whether the prelude may hold an object. */
    static boolean holds(Object object) {
        return typeOf(object) != Reach.class
                || object instanceof ScriptTransform
                || object instanceof ScriptTransform.Entry;
    }

    /** Returns the listed type of an object; this class where it has none. */
    static Class<?> typeOf(Object object) {
        return TYPES.get(object.getClass());
    }

    /** Returns the public methods of a type that the prelude may call, by name and number of arguments. */
    static List<Method> methods(Class<?> type, String name, int count) {
        Set<String> listed = type == Agent.class ? MADE : METHODS.getOrDefault(type, Set.of());
        return listed.contains(name)
                ? Stream.of(type.getMethods())
                        .filter(m -> m.getName().equals(name) && m.getParameterCount() == count && isCalled(m))
                        .toList()
                : List.of();
    }

    private static boolean isCalled(Method m) {
        return !Modifier.isStatic(m.getModifiers())
                && !m.isBridge()
                && m.getDeclaringClass().getPackageName().startsWith("dev.plumb.")
                && Modifier.isPublic(m.getDeclaringClass().getModifiers());
    }

    /** Returns whether a method adds a listener of an event. */
    static boolean isEvent(Method m) {
        return m.getParameterCount() == 1 && m.getParameterTypes()[0] == Consumer.class;
    }
}
