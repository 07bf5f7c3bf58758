package dev.loupe.train;

import dev.loupe.graph.Plan;
import dev.loupe.graph.Plan.Mode;
import dev.loupe.graph.pass.Passes;
import dev.loupe.nn.Network;
import dev.loupe.nn.Network.Training;
import dev.loupe.tensor.Shape;

/// The memory that a training needs, in bytes, known before anything is allocated.
///
/// @param batch samples a step
/// @param training activations, gradients and workspaces of a step
/// @param evaluation the same of the network in use
/// @param parameters weights, running statistics and the optimiser's memory
/// @param loader batches that are prepared ahead
public record MemoryNeed(int batch, long training, long evaluation, long parameters, long loader) {
  /// Batches ahead: one being used, one ready, one being prepared.
  private static final int BATCHES_AHEAD = 3;

  /// Plans a training.
  ///
  /// @param threads how many compute
  /// @throws dev.loupe.tensor.LoupeException if the network does not accept its input, or a value
  ///     is too large for one array
  public static MemoryNeed of(Network network, Training how, int batch, int threads) {
    Plan training = Plans.training(network, how, batch);
    return of(network.input(), training, Plans.inference(network, batch), threads);
  }

  /// Adds up what plans say.
  static MemoryNeed of(Shape input, Plan training, Plan evaluation, int threads) {
    int batch = training.graph().input(Network.INPUT).shape().size(0);
    long samples = BATCHES_AHEAD * 4L * batch * (input.elements() + 2);
    return new MemoryNeed(
        batch,
        bytes(training, threads),
        bytes(evaluation, threads),
        training.variableBytes(),
        samples);
  }

  /// The same with other memory for parameters.
  MemoryNeed withParameters(long bytes) {
    return new MemoryNeed(batch, training, evaluation, bytes, loader);
  }

  /// All of it.
  public long total() {
    return training + evaluation + parameters + loader;
  }

  private static long bytes(Plan plan, int threads) {
    return plan.bytes() + (threads - 1) * plan.scratchBytes();
  }

  /// The plans of a network.
  static final class Plans {
    private Plans() {}

    static Plan training(Network network, Training how, int batch) {
      return Plan.of(Passes.training(network.training(batch, how)), Mode.FAST);
    }

    static Plan inference(Network network, int batch) {
      return Plan.of(Passes.inference(network.inference(batch)), Mode.FAST);
    }
  }
}
