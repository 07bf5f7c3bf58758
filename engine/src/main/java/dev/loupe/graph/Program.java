package dev.loupe.graph;

import dev.loupe.graph.Plan.Area;
import dev.loupe.graph.Plan.Mode;
import dev.loupe.graph.Plan.Spot;
import dev.loupe.graph.Plan.Step;
import dev.loupe.kernel.Kernel;
import dev.loupe.kernel.Operands;
import dev.loupe.kernel.Parallel;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/// A plan with its memory: a flat list of steps over arrays. [#run] makes no decision and allocates
/// nothing. One thread at a time may use a program.
public final class Program {
  /// Guard words behind each value in checked mode.
  static final int GUARD = 16;

  // Operations below which handing pieces to other cores, and values back, takes longer than it
  // saves.
  private static final long SMALL = 400_000;

  private static final float[] NOTHING = {};
  private static final int GUARD_BITS = 0x7FA5A5A5;

  private final Plan plan;
  private final Parameters parameters;
  private final Parallel parallel;
  private final float[][] activations;
  private final float[][] pinned;
  private final float[][] scratch;
  private final BoundStep[] preparation;
  private final BoundStep[] steps;
  private final boolean changesParameters;
  private long preparedVersion = -1;

  /// Allocates the memory of a plan.
  ///
  /// @param parameters the values of the plan's variables; shared, not copied
  /// @param parallel the workers that run the pieces
  public Program(Plan plan, Parameters parameters, Parallel parallel) {
    this.plan = plan;
    this.parameters = parameters;
    this.parallel = parallel;
    this.activations = plan.activations().allocate();
    this.pinned = plan.pinned().allocate();
    this.scratch = new float[parallel.threads()][(int) (plan.scratchBytes() / 4)];
    boolean changes = false;
    List<BoundStep> once = new ArrayList<>();
    List<BoundStep> each = new ArrayList<>();
    for (Node n : plan.graph().nodes()) {
      if (n.op() instanceof Source.Constant c) {
        value(n.id()).copyFrom(c.value());
      }
    }
    for (Step s : plan.steps()) {
      Kernel kernel = s.choice().kernel();
      Operands operands = operands(s);
      long work = plan.flops(s.node());
      if (s.once()) {
        once.add(new BoundStep(s, work, kernel, operands, scratch, 0, kernel.phases()));
      } else if (s.packsOnce()) {
        once.add(new BoundStep(s, work, kernel, operands, scratch, 0, 1));
        each.add(new BoundStep(s, work, kernel, operands, scratch, 1, kernel.phases()));
      } else {
        each.add(new BoundStep(s, work, kernel, operands, scratch, 0, kernel.phases()));
      }
      for (int i = 0; i < s.node().inputs().size(); i++) {
        changes |= s.node().op() instanceof Computation c && c.overwrites(i);
      }
    }
    this.preparation = once.toArray(BoundStep[]::new);
    this.steps = each.toArray(BoundStep[]::new);
    this.changesParameters = changes;
  }

  /// The plan that this program follows.
  public Plan plan() {
    return plan;
  }

  /// The memory of an input, to be written before a run.
  public Tensor input(String label) {
    return value(plan.graph().input(label).id());
  }

  /// The memory of an output: valid from one run to the next.
  ///
  /// @throws IllegalArgumentException if there is no such output
  public Tensor output(String name) {
    Integer id = plan.graph().outputs().get(name);
    if (id == null) {
      throw new IllegalArgumentException(
          "the graph has no output '" + name + "', only " + plan.graph().outputs().keySet());
    }
    return value(id);
  }

  /// Runs with step number 0.
  public void run() {
    run(0);
  }

  /// Runs all steps.
  ///
  /// @param step keys random masks and corrects optimisers' averages
  public void run(long step) {
    if (plan.mode() == Mode.CHECKED) {
      poison();
    }
    prepare();
    for (BoundStep s : steps) {
      s.run(parallel, step);
      if (plan.mode() == Mode.CHECKED) {
        check(s.step);
      }
    }
    noteChanges();
  }

  /// Runs all steps but those that only depend on variables, and adds up what each takes.
  ///
  /// @param clock any clock
  /// @param spent one sum for each of [Plan#repeated], in the clock's unit
  public void time(LongSupplier clock, long[] spent) {
    prepare();
    for (int i = 0; i < steps.length; i++) {
      long before = clock.getAsLong();
      steps[i].run(parallel, 0);
      spent[i] += clock.getAsLong() - before;
    }
    noteChanges();
  }

  private void noteChanges() {
    if (changesParameters) {
      parameters.touch();
      preparedVersion = parameters.version();
    }
  }

  /// Runs a little of every step, again and again, until that gets no faster: by then the JVM has
  /// compiled the kernels. Without it the first hundred steps are slow.
  ///
  /// Results don't depend on it: it changes neither parameters nor inputs. Outputs are undefined
  /// until the next run.
  ///
  /// @param seconds the longest that it goes on, apart from the round it is in
  public void warmUp(double seconds) {
    List<BoundStep> all = new ArrayList<>(List.of(preparation));
    all.addAll(List.of(steps));
    new WarmUp(plan.graph(), all, scratch).run(parallel, seconds);
    preparedVersion = -1;
  }

  private void prepare() {
    if (preparedVersion != parameters.version()) {
      for (BoundStep s : preparation) {
        s.run(parallel, 0);
      }
      preparedVersion = parameters.version();
    }
  }

  private Operands operands(Step s) {
    List<Tensor> all = new ArrayList<>();
    s.node().inputs().forEach(i -> all.add(value(i)));
    all.add(value(s.node().id()));
    float[][] arrays = new float[all.size() + 1][];
    int[] offsets = new int[all.size() + 1];
    for (int i = 0; i < all.size(); i++) {
      arrays[i] = all.get(i).data();
      offsets[i] = all.get(i).offset();
    }
    arrays[all.size()] = array(s.workspace());
    offsets[all.size()] = offset(s.workspace());
    return new Operands(arrays, offsets);
  }

  private Tensor value(int id) {
    Spot spot = plan.spots().get(id);
    Node n = plan.graph().node(id);
    if (spot.area() == Area.VARIABLE) {
      Node variable = plan.graph().node(spot.block());
      Tensor t = parameters.tensor(((Source.Variable) variable.op()).path());
      return new Tensor(n.shape(), t.data(), t.offset() + spot.offset());
    }
    return new Tensor(n.shape(), array(spot), offset(spot));
  }

  private float[] array(Spot spot) {
    return switch (spot.area()) {
      case NONE, VARIABLE -> NOTHING;
      case PINNED -> pinned[plan.pinned().place(spot.block()).slab()];
      case ACTIVATION -> activations[plan.activations().place(spot.block()).slab()];
    };
  }

  private int offset(Spot spot) {
    return switch (spot.area()) {
      case NONE, VARIABLE -> 0;
      case PINNED -> plan.pinned().place(spot.block()).offset() + spot.offset();
      case ACTIVATION -> plan.activations().place(spot.block()).offset() + spot.offset();
    };
  }

  private void poison() {
    for (float[] slab : activations) {
      Arrays.fill(slab, Float.intBitsToFloat(GUARD_BITS));
    }
  }

  /// Refuses a value with holes or infinities, and a kernel that wrote behind its value.
  private void check(Step s) {
    Tensor t = value(s.node().id());
    for (int i = 0; i < t.length(); i++) {
      if (!Float.isFinite(t.get(i))) {
        throw LoupeException.of("the value of " + s.node().op().name() + " is not finite")
            .got(t.get(i) + " at index " + i + " of " + t.shape())
            .fix("lower the learning rate, or look for bad values in the input")
            .at(s.node().path());
      }
    }
    Spot spot = plan.spots().get(s.node().id());
    if (spot.area() == Area.ACTIVATION) {
      for (int i = t.length(); i < t.length() + GUARD; i++) {
        if (Float.floatToRawIntBits(t.data()[t.offset() + i]) != GUARD_BITS) {
          throw new IllegalStateException(
              s.node().path() + ": " + s.choice().name() + " wrote behind its value");
        }
      }
    }
  }

  static final class BoundStep implements Parallel.Task {
    private final Step step;
    private final Kernel kernel;
    private final Operands operands;
    private final float[][] scratch;
    private final int from;
    private final int to;
    private final long work;
    private int phase;

    BoundStep(
        Step step,
        long work,
        Kernel kernel,
        Operands operands,
        float[][] scratch,
        int from,
        int to) {
      this.step = step;
      this.kernel = kernel;
      this.operands = operands;
      this.scratch = scratch;
      this.from = from;
      this.to = to;
      this.work = work;
    }

    void run(Parallel parallel, long number) {
      operands.step(number);
      for (phase = from; phase < to; phase++) {
        if (work < SMALL) {
          parallel.runAlone(this, kernel.pieces(phase));
        } else {
          parallel.run(this, kernel.pieces(phase));
        }
      }
    }

    Node node() {
      return step.node();
    }

    Kernel kernel() {
      return kernel;
    }

    Operands operands() {
      return operands;
    }

    /// The first phase that it runs.
    int from() {
      return from;
    }

    /// Behind the last phase that it runs.
    int to() {
      return to;
    }

    /// The same step with its values elsewhere.
    BoundStep over(Operands others) {
      return new BoundStep(step, work, kernel, others, scratch, from, to);
    }

    @Override
    public void run(int piece, int worker) {
      kernel.run(phase, piece, operands, scratch[worker]);
    }
  }
}
