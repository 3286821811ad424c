package dev.plumb.objects;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The extensions that one object requires of its peer, and the check of those that the peer requires. Used on the loop.
 */
final class MustUnderstand {
    private final Agent agent;
    private final Set<String> required = new LinkedHashSet<>();

    MustUnderstand(Agent agent) {
        this.agent = agent;
    }

    /** Requires that the peer names an extension. From now on a peer that does not name it is refused. */
    void require(String name) {
        required.add(RTCExtension.required(name).name());
    }

    /** Returns the extensions to tell the peer: those required of it, and the others known here. */
    List<RTCExtension> local() {
        List<RTCExtension> all = new ArrayList<>();
        required.forEach(name -> all.add(RTCExtension.required(name)));
        agent.understood().stream()
                .filter(name -> !required.contains(name))
                .forEach(name -> all.add(RTCExtension.known(name)));
        return List.copyOf(all);
    }

    /**
     * Refuses a required extension that is not known here, and a peer that does not name an extension required of it.
     *
     * @throws RTCException NotSupportedError
     */
    void check(List<RTCExtension> theirs) {
        for (RTCExtension e : theirs) {
            if (e.required() && !agent.understands(e.name()) && !required.contains(e.name())) {
                throw new RTCException(
                        RTCException.Name.NOT_SUPPORTED,
                        "the peer requires " + e.name() + ", which is not known here; see Agent.understand");
            }
        }
        for (String name : required) {
            if (theirs.stream().noneMatch(e -> e.name().equals(name))) {
                throw new RTCException(
                        RTCException.Name.NOT_SUPPORTED, "the peer does not say that it understands " + name);
            }
        }
    }
}
