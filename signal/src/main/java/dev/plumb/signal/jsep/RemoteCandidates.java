package dev.plumb.signal.jsep;

import dev.plumb.objects.RTCException;
import dev.plumb.objects.RTCIceCandidateComplete;
import dev.plumb.objects.RTCIceGatherCandidate;
import dev.plumb.objects.RTCIceParameters;
import dev.plumb.sdp.MediaDescription;
import dev.plumb.sdp.SdpLine;
import dev.plumb.sdp.SessionDescription;
import dev.plumb.sdp.attribute.Attribute;
import dev.plumb.sdp.attribute.CandidateAttribute;
import dev.plumb.sdp.attribute.FlagAttribute;
import dev.plumb.sdp.attribute.IceUfragAttribute;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The peer's candidates: it finds the transport of each, and remembers those that were added after its description. */
final class RemoteCandidates {
    private static final int REMEMBERED_AT_MOST = 500;

    /**
     * The most descriptions whose section transports are kept: the pending and the current one, and two more while they
     * change.
     */
    private static final int DERIVED_AT_MOST = 4;
    /** The most candidates read from one section of a description. Browsers write a few dozen. */
    private static final int IN_A_SECTION_AT_MOST = 200;

    private final Transports transports;
    private final Set<Added> added = new LinkedHashSet<>();
    private final Deque<SectionTransports> derived = new ArrayDeque<>();
    private @Nullable Negotiation searchedFor;

    RemoteCandidates(Transports transports) {
        this.transports = transports;
    }

    /** A candidate, or the end of them, that belongs to a section's generation. */
    private record Added(int index, String ufrag, Attribute line) {}

    /**
     * Adds a signalled candidate; an empty one ends the candidates.
     *
     * @throws RTCException as {@code addIceCandidate} fails
     * @spec https://www.w3.org/TR/webrtc/#dom-peerconnection-addicecandidate WebRTC 4.4.2, addIceCandidate
     */
    void add(RTCIceCandidateInit init, Negotiation now) {
        Described pending = now.remote()
                .orElseThrow(() -> RTCPeerConnection.invalidState("set the peer's description before its candidates"));
        boolean named = !init.sdpMid().isEmpty() || init.sdpMLineIndex().isPresent();
        if (!named) {
            Map<TransportChain, Integer> speakers = speakers(now.sections(), pending.sdp());
            for (int i = 0; i < now.sections().size(); i++) {
                end(now, i, pending.sdp(), speakers);
            }
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
            end(now, index, of, speakers(now.sections(), of));
        } else {
            remember(now, index, of, candidate);
            CandidateMapping.fromSdp(candidate)
                    .ifPresent(c -> addRemote(now.sections(), index, of, c, speakers(now.sections(), of)));
        }
    }

    /**
     * Returns the index of a candidate's section by the names in the peer's description, since an offer of ours may
     * have given another name to the m-line already.
     */
    private static int indexOf(RTCIceCandidateInit init, Negotiation now, SessionDescription remote) {
        if (init.sdpMid().isEmpty()) {
            return init.sdpMLineIndex().orElse(-1);
        }
        int index = remote.indexOf(init.sdpMid());
        if (index >= 0) {
            return index;
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

    /** Returns the peer's description with a user name fragment: the pending one, else the current one. */
    private SessionDescription generation(Negotiation now, int index, String ufrag) {
        List<SessionDescription> all = new ArrayList<>();
        now.pendingRemote().ifPresent(d -> all.add(d.sdp()));
        now.currentRemote().ifPresent(d -> all.add(d.sdp()));
        return all.stream()
                .filter(d -> ufrag.isEmpty() || ufrag.equals(ufragOf(d, index)))
                .findFirst()
                .orElseThrow(() -> failed("no description of the peer's has the user name fragment " + ufrag));
    }

    /** Returns the section transports of a description. They are kept while the description is in use. */
    @SuppressWarnings("ReferenceEquality") // a short way: an equal description is derived again
    private SectionTransports transportsOf(SessionDescription description) {
        for (SectionTransports known : derived) {
            if (known.description() == description) {
                return known;
            }
        }
        SectionTransports made = new SectionTransports(description);
        derived.addFirst(made);
        if (derived.size() > DERIVED_AT_MOST) {
            derived.removeLast();
        }
        return made;
    }

    private String ufragOf(SessionDescription description, int index) {
        if (index >= description.media().size()) {
            return "";
        }
        MediaDescription section = description.media().get(index);
        IceUfragAttribute own = description.inherited(section, IceUfragAttribute.TYPE);
        return own != null
                ? own.ufrag()
                : RemoteMedia.ice(description, transportsOf(description).of(section))
                        .map(RTCIceParameters::usernameFragment)
                        .orElse("");
    }

    private void end(Negotiation now, int index, SessionDescription of, Map<TransportChain, Integer> speakers) {
        remember(now, index, of, FlagAttribute.END_OF_CANDIDATES);
        addRemote(now.sections(), index, of, new RTCIceCandidateComplete(), speakers);
    }

    @SuppressWarnings("ReferenceEquality") // one search per state, and a state is not compared
    private void remember(Negotiation now, int index, SessionDescription of, Attribute line) {
        if (added.size() == REMEMBERED_AT_MOST && searchedFor != now) {
            searchedFor = now; // one search per state, whether or not it makes room
            forgetOld(now);
        }
        if (added.size() < REMEMBERED_AT_MOST) {
            added.add(new Added(index, ufragOf(of, index), line));
        }
    }

    /** Forgets the candidates of generations that no description has any more. */
    private void forgetOld(Negotiation now) {
        added.removeIf(a -> now.pendingRemote()
                        .filter(d -> ufragOf(d.sdp(), a.index()).equals(a.ufrag()))
                        .isEmpty()
                && now.currentRemote()
                        .filter(d -> ufragOf(d.sdp(), a.index()).equals(a.ufrag()))
                        .isEmpty());
    }

    /** Adds the candidates in a description to their transports. Only the sections that speak for a transport count. */
    void in(Negotiation now, SessionDescription remote) {
        forgetOld(now);
        List<Section> sections = now.sections();
        Map<TransportChain, Integer> speakers = speakers(sections, remote);
        SectionTransports transportsOf = transportsOf(remote);
        // a peer that does not trickle has sent all its candidates (RFC 8838 4.1, RFC 9429 5.10)
        boolean allAreThere = remote.has(FlagAttribute.END_OF_CANDIDATES) || !CandidateMapping.trickles(remote);
        for (int i = 0; i < sections.size(); i++) {
            MediaDescription section = remote.media().get(i);
            Optional<TransportChain> chain = chainOf(sections, i, remote, speakers);
            Optional<RTCIceParameters> generation = RemoteMedia.ice(remote, transportsOf.of(section));
            if (chain.isEmpty() || generation.isEmpty()) {
                continue;
            }
            section.all(CandidateAttribute.TYPE).stream()
                    .limit(IN_A_SECTION_AT_MOST)
                    .flatMap(a -> CandidateMapping.fromSdp(a).stream())
                    .forEach(c -> chain.get().addRemoteCandidate(c, generation.get()));
            if (allAreThere || section.has(FlagAttribute.END_OF_CANDIDATES)) {
                chain.get().addRemoteCandidate(new RTCIceCandidateComplete(), generation.get());
            }
        }
    }

    /**
     * Adds a candidate to the transport of a section. The transport keeps it until its generation of credentials
     * starts.
     */
    private void addRemote(
            List<Section> sections,
            int index,
            SessionDescription of,
            RTCIceGatherCandidate candidate,
            Map<TransportChain, Integer> speakers) {
        if (index >= of.media().size()) {
            return;
        }
        MediaDescription speaks = transportsOf(of).of(of.media().get(index));
        chainOf(sections, index, of, speakers)
                .ifPresent(chain -> RemoteMedia.ice(of, speaks).ifPresent(g -> chain.addRemoteCandidate(candidate, g)));
    }

    /**
     * Returns the transport that a section's candidates are for. Empty where the section is rejected, has no transport,
     * or does not speak for the one that it has.
     */
    private Optional<TransportChain> chainOf(
            List<Section> sections, int index, SessionDescription of, Map<TransportChain, Integer> speakers) {
        String mid = sections.get(index).mid();
        MediaDescription section = of.media().get(index);
        if (section.isRejected() || !transports.isAssigned(mid)) {
            return Optional.empty();
        }
        TransportChain chain = transports.of(mid);
        boolean speaks = !of.bundle().contains(section.mid()) || speakers.getOrDefault(chain, index) == index;
        return speaks ? Optional.of(chain) : Optional.empty();
    }

    /**
     * Returns, for each transport that the peer's bundle uses, the index of the section whose candidates belong to it:
     * the first of the bundle that uses it. An offer may have the same credentials in several sections that have a port
     * each.
     *
     * @spec https://www.rfc-editor.org/rfc/rfc9143#section-7.3.1 RFC 9143 7.3.1, Answerer Selection of Tagged "m=" Sections
     */
    private Map<TransportChain, Integer> speakers(List<Section> sections, SessionDescription of) {
        Map<TransportChain, Integer> speakers = new HashMap<>();
        for (String name : of.bundle()) {
            int i = of.indexOf(name);
            boolean there = i >= 0
                    && i < sections.size()
                    && !of.media().get(i).isRejected()
                    && transports.isAssigned(sections.get(i).mid());
            if (there) {
                speakers.putIfAbsent(transports.of(sections.get(i).mid()), i);
            }
        }
        return speakers;
    }

    /** Returns a description of the peer's with the candidates that were added after it. */
    SessionDescription completed(SessionDescription description) {
        Map<Integer, List<Attribute>> byIndex = new HashMap<>();
        for (Added a : added) {
            if (a.index() < description.media().size()
                    && ufragOf(description, a.index()).equals(a.ufrag())) {
                byIndex.computeIfAbsent(a.index(), i -> new ArrayList<>()).add(a.line());
            }
        }
        List<MediaDescription> media = new ArrayList<>(description.media());
        byIndex.forEach((index, lines) -> {
            Set<SdpLine> there = new HashSet<>(media.get(index).lines());
            media.set(
                    index,
                    media.get(index)
                            .withAll(lines.stream()
                                    .filter(l -> there.add(SdpLine.of(l)))
                                    .toList()));
        });
        return description.withMedia(media);
    }

    private static RTCException failed(String why) {
        return new RTCException(RTCException.Name.OPERATION, why);
    }
}
