package dev.plumb.signal.jsep;

import dev.plumb.objects.RTCException;
import dev.plumb.objects.RTCIceCandidateComplete;
import dev.plumb.objects.RTCIceGatherCandidate;
import dev.plumb.objects.RTCIceParameters;
import dev.plumb.signal.sdp.Attribute;
import dev.plumb.signal.sdp.CandidateAttribute;
import dev.plumb.signal.sdp.FlagAttribute;
import dev.plumb.signal.sdp.IceUfragAttribute;
import dev.plumb.signal.sdp.MediaDescription;
import dev.plumb.signal.sdp.SessionDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the transport that a candidate of the peer's is for, and remembers what came after its description. */
final class RemoteCandidates {
    private static final int REMEMBERED_AT_MOST = 500;

    private final Transports transports;
    private final List<Added> added = new ArrayList<>();

    RemoteCandidates(Transports transports) {
        this.transports = transports;
    }

    /** A candidate, or the end of them, that belongs to a section's generation. */
    private record Added(int index, String ufrag, Attribute line) {}

    /**
     * Adds a signalled candidate; an empty one says that there are no more.
     *
     * @throws RTCException as {@code addIceCandidate} fails
     * @spec https://www.w3.org/TR/webrtc/#dom-peerconnection-addicecandidate WebRTC 4.4.2, addIceCandidate
     */
    void add(RTCIceCandidateInit init, Negotiation now) {
        Described pending = now.remote()
                .orElseThrow(() -> RTCPeerConnection.invalidState("set the peer's description before its candidates"));
        boolean named = !init.sdpMid().isEmpty() || init.sdpMLineIndex().isPresent();
        if (!named) {
            now.sections().forEach(s -> now.remote().ifPresent(r -> end(now, now.indexOf(s.mid()), r.sdp())));
            return;
        }
        int index = indexOf(init, now, pending.sdp());
        if (index < 0 || index >= pending.sdp().media().size()) {
            throw failed("the peer's description has no section " + init.sdpMid()
                    + (init.sdpMid().isEmpty() ? init.sdpMLineIndex().getAsInt() : ""));
        }
        boolean over = now.sections()
                        .get(index)
                        .transceiver()
                        .filter(RTCRtpTransceiver::isStopped)
                        .isPresent()
                || pending.sdp().media().get(index).isRejected();
        if (over) {
            return;
        }
        CandidateAttribute candidate = parse(init);
        String inCandidate = candidate == null ? null : candidate.ufrag();
        String ufrag = inCandidate == null ? init.usernameFragment() : inCandidate;
        SessionDescription of = generation(now, index, ufrag);
        if (candidate == null) {
            end(now, index, of);
        } else {
            remember(now, index, of, candidate);
            Candidates.fromSdp(candidate).ifPresent(c -> addRemote(now.sections(), index, of, c));
        }
    }

    /** By the names in the peer's description: an offer of ours may have given a place another one already. */
    private static int indexOf(RTCIceCandidateInit init, Negotiation now, SessionDescription remote) {
        if (init.sdpMid().isEmpty()) {
            return init.sdpMLineIndex().orElse(-1);
        }
        for (int i = 0; i < remote.media().size(); i++) {
            if (remote.media().get(i).mid().equals(init.sdpMid())) {
                return i;
            }
        }
        int named = now.indexOf(init.sdpMid());
        boolean nameless = named >= 0
                && named < remote.media().size()
                && remote.media().get(named).mid().isEmpty();
        return nameless ? named : -1;
    }

    private static @Nullable CandidateAttribute parse(RTCIceCandidateInit init) {
        if (init.candidate().isEmpty()) {
            return null;
        }
        CandidateAttribute parsed = CandidateAttribute.parse(init.candidate());
        if (parsed == null) {
            throw failed("not a candidate: " + init.candidate());
        }
        return parsed;
    }

    /** The peer's description that a user name fragment is of: the pending one, else the current one. */
    private static SessionDescription generation(Negotiation now, int index, String ufrag) {
        List<SessionDescription> all = new ArrayList<>();
        now.pendingRemote().ifPresent(d -> all.add(d.sdp()));
        now.currentRemote().ifPresent(d -> all.add(d.sdp()));
        return all.stream()
                .filter(d -> ufrag.isEmpty() || ufrag.equals(ufragOf(d, index)))
                .findFirst()
                .orElseThrow(() -> failed("no description of the peer's has the user name fragment " + ufrag));
    }

    private static String ufragOf(SessionDescription description, int index) {
        if (index >= description.media().size()) {
            return "";
        }
        MediaDescription section = description.media().get(index);
        IceUfragAttribute own = description.inherited(section, IceUfragAttribute.TYPE);
        return own != null
                ? own.ufrag()
                : RemoteMedia.ice(description, RemoteMedia.transportOf(description, section))
                        .map(RTCIceParameters::usernameFragment)
                        .orElse("");
    }

    private void end(Negotiation now, int index, SessionDescription of) {
        remember(now, index, of, FlagAttribute.END_OF_CANDIDATES);
        addRemote(now.sections(), index, of, new RTCIceCandidateComplete());
    }

    private void remember(Negotiation now, int index, SessionDescription of, Attribute line) {
        Added one = new Added(index, ufragOf(of, index), line);
        if (added.size() < REMEMBERED_AT_MOST && !added.contains(one)) {
            added.add(one);
        }
        // what is of no description any more is forgotten
        added.removeIf(a -> now.pendingRemote()
                        .filter(d -> ufragOf(d.sdp(), a.index()).equals(a.ufrag()))
                        .isEmpty()
                && now.currentRemote()
                        .filter(d -> ufragOf(d.sdp(), a.index()).equals(a.ufrag()))
                        .isEmpty());
    }

    /** Takes those in a description. */
    void in(List<Section> sections, SessionDescription remote) {
        for (int i = 0; i < sections.size(); i++) {
            MediaDescription section = remote.media().get(i);
            for (CandidateAttribute a : section.all(CandidateAttribute.TYPE)) {
                Optional<RTCIceGatherCandidate> candidate =
                        Candidates.fromSdp(a).map(c -> c);
                int index = i;
                candidate.ifPresent(c -> addRemote(sections, index, remote, c));
            }
            if (section.has(FlagAttribute.END_OF_CANDIDATES)) {
                addRemote(sections, i, remote, new RTCIceCandidateComplete());
            }
        }
    }

    /** The transport waits for the generation; what comes for a section that does not speak for its transport is for another one. */
    private void addRemote(List<Section> sections, int index, SessionDescription of, RTCIceGatherCandidate candidate) {
        String mid = sections.get(index).mid();
        if (index >= of.media().size()
                || of.media().get(index).isRejected()
                || !transports.isAssigned(mid)
                || speaker(sections, index, of) != index) {
            return;
        }
        MediaDescription speaks = RemoteMedia.transportOf(of, of.media().get(index));
        RemoteMedia.ice(of, speaks).ifPresent(g -> transports.of(mid).addRemoteCandidate(candidate, g));
    }

    /**
     * The section whose candidates are those of a section's transport: the first of the peer's bundle that goes over the same one. An
     * offer may have the same credentials in several sections that have a port each.
     *
     * @spec https://www.rfc-editor.org/rfc/rfc9143#section-7.3.1 RFC 9143 7.3.1, Answerer Selection of Tagged "m=" Sections
     */
    private int speaker(List<Section> sections, int index, SessionDescription of) {
        TransportChain chain = transports.of(sections.get(index).mid());
        List<String> bundle = RemoteMedia.bundleOf(of);
        if (!bundle.contains(of.media().get(index).mid())) {
            return index;
        }
        for (String name : bundle) {
            for (int i = 0; i < of.media().size(); i++) {
                String mid = sections.get(i).mid();
                boolean named = of.media().get(i).mid().equals(name);
                if (named
                        && !of.media().get(i).isRejected()
                        && transports.isAssigned(mid)
                        && transports.of(mid) == chain) {
                    return i;
                }
            }
        }
        return index;
    }

    /** A description of the peer's with the candidates that came after it. */
    SessionDescription completed(SessionDescription description) {
        List<MediaDescription> media = new ArrayList<>(description.media());
        for (Added a : added) {
            if (a.index() < media.size() && ufragOf(description, a.index()).equals(a.ufrag())) {
                MediaDescription section = media.get(a.index());
                boolean there = section.lines().contains(a.line().line());
                media.set(a.index(), there ? section : section.with(a.line()));
            }
        }
        return description.withMedia(media);
    }

    private static RTCException failed(String why) {
        return new RTCException(RTCException.Name.OPERATION, why);
    }
}
