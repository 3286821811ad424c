package dev.plumb.objects;

import dev.plumb.base.loop.Loop;
import dev.plumb.io.loop.RtcLoop;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The threads on which media is encoded, decoded and produced, shared by all agents of a process. Each user has a
 * thread of its own while there are few users; beyond a limit several share one. Safe on any thread.
 */
final class Workers {
    private static final int THREADS_AT_MOST =
            Math.max(8, 2 * Runtime.getRuntime().availableProcessors());

    private static final Workers PROCESS = new Workers();

    private final List<Shared> threads = new ArrayList<>();
    private int made;

    /** A thread and how many use it. */
    private static final class Shared {
        final RtcLoop loop;
        int users;

        Shared(RtcLoop loop) {
            this.loop = loop;
        }
    }

    /** Returns the workers that all agents of this process share. */
    static Workers ofProcess() {
        return PROCESS;
    }

    synchronized Loop take() {
        Shared shared;
        if (threads.size() < THREADS_AT_MOST) {
            shared = new Shared(new RtcLoop("plumb-media-" + ++made));
            threads.add(shared);
        } else {
            shared = threads.stream().min(Comparator.comparingInt(s -> s.users)).orElseThrow();
        }
        shared.users++;
        return shared.loop;
    }

    /** Returns a thread. It ends with its last user, after its queued tasks have run. */
    synchronized void giveBack(Loop loop) {
        threads.stream().filter(s -> s.loop == loop).findFirst().ifPresent(shared -> {
            shared.users--;
            if (shared.users == 0) {
                threads.remove(shared);
                shared.loop.closeLater();
            }
        });
    }
}
