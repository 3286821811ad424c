package dev.plumb.js;

import dev.plumb.io.loop.RtcLoop;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.jspecify.annotations.Nullable;

/**
 * Calls between Java and a context. A call from Java is a task of its own: events of the objects that a script is
 * calling wait until the script has ended, so that no listener runs in the middle of a script. Used on the loop but for
 * {@link #run}.
 */
final class ScriptCalls {
    private static final System.Logger LOG = System.getLogger("dev.plumb.js");

    private final RtcLoop loop;
    private @Nullable Value enter;
    private @Nullable Value pump;
    private @Nullable Consumer<Throwable> refuse;
    private final Deque<Value> afterTask = new ArrayDeque<>();
    private int depth;
    /** The time at which the running task began, or 0. */
    private volatile long taskSinceNanos;

    private volatile boolean closed;

    ScriptCalls(RtcLoop loop) {
        this.loop = loop;
    }

    /**
     * Sets the functions of the prelude once it is loaded.
     *
     * @param enterFunction the function {@code (function, arguments...)} that calls a function and reports what it
     *     throws
     * @param pumpFunction the function that calls the next waiting listener of an event and returns whether there was
     *     one
     * @param refuseFunction the function that throws into the script the failure of a function that it called
     */
    void ready(Value enterFunction, Value pumpFunction, Consumer<Throwable> refuseFunction) {
        refuse = refuseFunction;
        enter = enterFunction;
        pump = pumpFunction;
    }

    RtcLoop loop() {
        return loop;
    }

    boolean isClosed() {
        return closed;
    }

    /** Stops all calls. */
    void close() {
        closed = true;
    }

    /**
     * Calls a script's function as a task: at once if no task of the script is running, else as soon as it has ended.
     * Any thread may call it.
     */
    void run(Value function, @Nullable Object... arguments) {
        if (!loop.onLoop() || depth > 0) {
            loop.execute(() -> run(function, arguments));
            return;
        }
        Value entering = enter;
        if (entering == null || closed) {
            return;
        }
        Object[] all = new Object[arguments.length + 1];
        all[0] = function;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        task(() -> entering.execute(all));
    }

    /** Runs a task on the loop that may call the script, unless all is closed. Any thread may call it. */
    void later(Runnable body) {
        try {
            loop.execute(() -> {
                if (!closed) {
                    body.run();
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "too late for a script", e);
        }
    }

    /** Returns whether a script is running right now. */
    boolean inScript() {
        return depth > 0;
    }

    /** Runs something that enters the context, as a task; then the events that it left. */
    <T> T task(Supplier<T> body) {
        T result;
        enter();
        try {
            result = body.get();
        } finally {
            leave();
            pumpEvents();
            runAfterTask();
        }
        return result;
    }

    /** Runs a function once the running task has ended, before anything else, or at once if no task runs. */
    void afterTask(Value function) {
        if (depth == 0) {
            run(function);
        } else {
            afterTask.add(function);
        }
    }

    private void runAfterTask() {
        if (depth == 0) {
            // what these leave behind in turn waits for its own task
            for (int i = afterTask.size(); i > 0; i--) {
                Value next = afterTask.poll();
                if (next != null) {
                    run(next);
                }
            }
        }
    }

    private void pumpEvents() {
        Value pumping = pump;
        if (pumping == null || depth > 0 || closed) {
            return;
        }
        boolean more = true;
        while (more) {
            enter();
            try {
                more = pumping.execute().asBoolean();
            } catch (PolyglotException e) {
                if (e.isCancelled() || e.isExit() || e.isResourceExhausted()) {
                    closed = true;
                    throw e;
                }
                LOG.log(Level.WARNING, "a script failed outside of any listener", e);
            } finally {
                leave();
            }
        }
    }

    private void enter() {
        if (depth++ == 0) {
            taskSinceNanos = loop.nowNanos();
        }
    }

    private void leave() {
        if (--depth == 0) {
            taskSinceNanos = 0;
        }
    }

    /**
     * Runs work for a new context that is not the script's doing, and does not count it into the time of the script's
     * task.
     */
    <T> T uncounted(Supplier<T> body) {
        long since = taskSinceNanos;
        long from = loop.nowNanos();
        taskSinceNanos = 0;
        try {
            return body.get();
        } finally {
            if (since != 0) {
                taskSinceNanos = since + loop.nowNanos() - from;
            }
        }
    }

    /** Returns the time that the present task has been running, or 0 if there is none. Any thread may call it. */
    long taskNanos() {
        long since = taskSinceNanos;
        return since == 0 ? 0 : loop.nowNanos() - since;
    }

    /**
     * Wraps a function that scripts call. While it runs, its thread counts as the loop's. A Java exception does not
     * reach the script; the script gets an exception of a kind that it knows instead.
     */
    ProxyExecutable function(ProxyExecutable body) {
        return arguments -> {
            depth++;
            try {
                return loop.inside(() -> body.execute(arguments));
            } catch (PolyglotException | VirtualMachineError e) {
                throw e; // the script's own exception, or one that ends the process
            } catch (RuntimeException | LinkageError | AssertionError e) {
                Consumer<Throwable> refusing = refuse;
                if (refusing == null) {
                    throw e;
                }
                refusing.accept(e);
                return null;
            } finally {
                depth--;
            }
        };
    }
}
