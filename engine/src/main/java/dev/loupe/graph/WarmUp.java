package dev.loupe.graph;

import dev.loupe.graph.Program.BoundStep;
import dev.loupe.kernel.Operands;
import dev.loupe.kernel.Parallel;
import java.util.List;

/// Runs a little of every step, so that the JVM compiles the kernels before there is much to do.
///
/// A JVM interprets a method until it has seen it work, and interpreted vectors are objects: some
/// hundred times slower than compiled ones. One piece of each step is enough to be seen.
final class WarmUp implements Parallel.Task {
  /// After so many rounds without a gain everything that matters is compiled: small methods are
  /// once they have been called some hundred times.
  private static final int CALM_ROUNDS = 256;

  private static final double GAIN = 0.8;

  /// A first round of code that nobody has compiled yet takes at least so many times the best.
  private static final double COLD = 20;

  /// Then all of every step so often, on all threads, where an earlier program has not done it.
  private static final int WHOLE_ROUNDS = 128;

  private final BoundStep[] steps;
  private final float[][] scratch;
  private int round;

  WarmUp(Graph graph, List<BoundStep> steps, float[][] scratch) {
    this.steps = steps.stream().map(s -> harmless(graph, s)).toArray(BoundStep[]::new);
    this.scratch = scratch;
  }

  /// Goes on until a round gets no faster and whole runs have been seen, or the time is over.
  void run(Parallel parallel, double seconds) {
    long start = System.nanoTime();
    double best = Double.POSITIVE_INFINITY;
    double first = 0;
    int calm = 0;
    while (calm < CALM_ROUNDS && since(start) < seconds) {
      long before = System.nanoTime();
      parallel.run(this, steps.length);
      round++;
      double took = since(before);
      calm = took > GAIN * best ? calm + 1 : 0;
      best = Math.min(best, took);
      first = round == 1 ? took : first;
    }
    int whole = first > COLD * best ? WHOLE_ROUNDS : 0;
    for (int i = 0; i < whole && since(start) < seconds; i++) {
      for (BoundStep s : steps) {
        s.run(parallel, round);
      }
      round++;
    }
  }

  /// Another piece of each phase every round: the borders of a picture take other branches than its
  /// middle.
  @Override
  public void run(int piece, int worker) {
    BoundStep s = steps[piece];
    // An optimiser that takes a step in some runs only is to be seen at work too.
    s.operands().step(round);
    for (int phase = s.from(); phase < s.to(); phase++) {
      int pieces = s.kernel().pieces(phase);
      if (pieces > 0) {
        s.kernel().run(phase, round % pieces, s.operands(), scratch[worker]);
      }
    }
  }

  /// The step itself, or, where it changes variables, one that changes a stand-in for all of them.
  private static BoundStep harmless(Graph graph, BoundStep s) {
    Node node = s.node();
    Operands operands = s.operands();
    int inputs = operands.inputs();
    float[][] arrays = new float[inputs + 2][];
    int[] offsets = new int[inputs + 2];
    int largest = 0;
    for (int i = 0; i < inputs; i++) {
      if (overwrites(node, i)) {
        largest = Math.max(largest, graph.node(node.inputs().get(i)).shape().length());
      }
    }
    if (largest == 0) {
      return s;
    }
    float[] standIn = new float[largest];
    for (int i = 0; i < inputs; i++) {
      boolean changed = overwrites(node, i);
      arrays[i] = changed ? standIn : operands.array(i);
      offsets[i] = changed ? 0 : operands.offset(i);
    }
    arrays[inputs] = operands.output();
    offsets[inputs] = operands.outputOffset();
    arrays[inputs + 1] = operands.workspace();
    offsets[inputs + 1] = operands.workspaceOffset();
    return s.over(new Operands(arrays, offsets));
  }

  private static boolean overwrites(Node node, int input) {
    return node.op() instanceof Computation c && c.overwrites(input);
  }

  private static double since(long start) {
    return (System.nanoTime() - start) * 1e-9;
  }
}
