package dev.plumb.ice.agent;

/** An event of an {@link IceAgent}. */
public sealed interface IceEvent {
    /** The state changed. */
    record StateChanged(IceState from, IceState to, String reason) implements IceEvent {}

    /** Datagrams go over another pair from now on. */
    record SelectedPairChanged(IceCandidate local, IceCandidate remote) implements IceEvent {}

    /** A role conflict was resolved by changing this side's role. */
    record RoleChanged(IceRole role) implements IceEvent {}

    /** A remote candidate was learnt from a check. */
    record PeerReflexiveFound(IceCandidate remote) implements IceEvent {}
}
