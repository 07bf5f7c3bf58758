package dev.loupe.kernel;

/// Where a step's inputs, output and workspace lie: an array and an offset for each.
public final class Operands {
  private final float[][] arrays;
  private final int[] offsets;
  private long step;

  /// @param arrays one for each input, then the output's, then the workspace's
  /// @param offsets the first index of each
  public Operands(float[][] arrays, int[] offsets) {
    this.arrays = arrays.clone();
    this.offsets = offsets.clone();
  }

  /// How many inputs there are.
  public int inputs() {
    return arrays.length - 2;
  }

  /// The array that holds input `i`.
  public float[] array(int i) {
    return arrays[i];
  }

  /// The index of the first value of input `i`.
  public int offset(int i) {
    return offsets[i];
  }

  /// The array that holds the output.
  public float[] output() {
    return arrays[arrays.length - 2];
  }

  /// The index of the first value of the output.
  public int outputOffset() {
    return offsets[arrays.length - 2];
  }

  /// The array that holds the workspace.
  public float[] workspace() {
    return arrays[arrays.length - 1];
  }

  /// The index of the first float of the workspace.
  public int workspaceOffset() {
    return offsets[arrays.length - 1];
  }

  /// The number of the step being run: keys random masks and corrects optimisers' averages.
  public long step() {
    return step;
  }

  /// Sets the number of the step.
  public void step(long number) {
    step = number;
  }
}
