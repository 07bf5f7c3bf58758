package dev.loupe.bench;

import dev.loupe.graph.MemoryPlan;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.Kernel;
import dev.loupe.kernel.Operands;
import dev.loupe.kernel.Parallel;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// A kernel with memory of its own, run on the calling thread as a program runs it: every phase,
/// piece after piece, operands at multiples of 64 bytes in one slab.
public final class BoundKernel implements Parallel.Task, Runnable {
  private final String name;
  private final Kernel kernel;
  private final Operands operands;
  private final List<Tensor> inputs;
  private final Tensor output;
  private final float[] scratch;
  private final Parallel parallel = new Parallel(1);
  private final int firstPhase;
  private int phase;

  private BoundKernel(Choice choice, List<Shape> inputShapes, Shape outputShape, boolean packed) {
    name = choice.name();
    kernel = choice.kernel();
    MemoryPlan.Builder builder = new MemoryPlan.Builder();
    inputShapes.forEach(s -> builder.pinned(s.elements()));
    builder.pinned(outputShape.elements());
    builder.pinned(kernel.workspace());
    MemoryPlan memory = builder.build();
    float[][] slabs = memory.allocate();
    int count = inputShapes.size() + 2;
    float[][] arrays = new float[count][];
    int[] offsets = new int[count];
    for (int i = 0; i < count; i++) {
      arrays[i] = slabs[memory.place(i).slab()];
      offsets[i] = memory.place(i).offset();
    }
    List<Tensor> tensors = new ArrayList<>();
    for (int i = 0; i < inputShapes.size(); i++) {
      tensors.add(new Tensor(inputShapes.get(i), arrays[i], offsets[i]));
    }
    inputs = List.copyOf(tensors);
    output = new Tensor(outputShape, arrays[count - 2], offsets[count - 2]);
    operands = new Operands(arrays, offsets);
    scratch = new float[kernel.scratch()];
    firstPhase = packed && kernel.packsWeights() ? 1 : 0;
  }

  /// Binds a kernel; its inputs are zeros until they are written.
  ///
  /// @param packed whether the packing of weights is left out of runs, as in inference; then call
  ///     [#prepare] once the inputs are there
  public static BoundKernel of(Choice choice, List<Shape> inputs, Shape output, boolean packed) {
    return new BoundKernel(choice, inputs, output, packed);
  }

  /// The kernel's name in its catalog.
  public String name() {
    return name;
  }

  /// How far values may be off, see [Kernel#rounding].
  double rounding() {
    return kernel.rounding();
  }

  /// The memory of an input.
  public Tensor input(int i) {
    return inputs.get(i);
  }

  /// The memory of the output.
  public Tensor output() {
    return output;
  }

  /// Packs the weights where runs leave it out.
  public void prepare() {
    phases(0, firstPhase);
  }

  @Override
  public void run() {
    phases(firstPhase, kernel.phases());
  }

  private void phases(int from, int to) {
    for (phase = from; phase < to; phase++) {
      parallel.run(this, kernel.pieces(phase));
    }
  }

  @Override
  public void run(int piece, int worker) {
    kernel.run(phase, piece, operands, scratch);
  }
}
