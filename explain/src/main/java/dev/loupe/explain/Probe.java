package dev.loupe.explain;

import dev.loupe.graph.Program;
import dev.loupe.nn.Network;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Tensor;

/// A program that answers a [Question] again and again: write the input, aim, run, read. It
/// allocates nothing when it runs. For one thread at a time.
public final class Probe {
  static final String AIM = "aim";
  static final String AIMED = "aimed value";
  static final String INPUT_GRADIENT = "input gradient";

  private final Question question;
  private final Program program;
  private final Tensor input;
  private final Tensor aim;
  private final Tensor aimed;

  Probe(Question question, Program program) {
    this.question = question;
    this.program = program;
    this.input = program.input(Network.INPUT);
    this.aim = program.input(AIM);
    this.aimed = program.output(AIMED);
  }

  /// What it answers.
  public Question question() {
    return question;
  }

  /// The samples, to be written: N, spatial..., C, as the network takes them.
  public Tensor input() {
    return input;
  }

  /// Aims all samples at a target.
  ///
  /// @throws LoupeException if the layer has no such channel or value
  public void aim(Target target) {
    for (int i = 0; i < question.batch(); i++) {
      aim(i, target);
    }
  }

  /// Aims one sample at a target, which stays until another is chosen.
  ///
  /// @param sample from 0
  /// @throws LoupeException if the layer has no such channel or value
  public void aim(int sample, Target target) {
    if (!target.layer().equals(question.at())) {
      throw new IllegalArgumentException(target + " is not in the layer '" + question.at() + "'");
    }
    Tensor mask = aim.item(sample);
    int channels = mask.shape().channels();
    mask.fill(0);
    switch (target) {
      case Target.Output o -> {
        check("the network has no output ", o.index(), channels);
        spread(mask, o.index());
      }
      case Target.Channel c -> {
        check("the layer '" + c.layer() + "' has no channel ", c.channel(), channels);
        spread(mask, c.channel());
      }
      case Target.Neuron n -> {
        check("the layer '" + n.layer() + "' has no value ", n.index(), mask.length());
        mask.set(n.index(), 1);
      }
    }
  }

  private static void spread(Tensor mask, int channel) {
    int channels = mask.shape().channels();
    for (int i = channel; i < mask.length(); i += channels) {
      mask.set(i, (float) channels / mask.length());
    }
  }

  private static void check(String what, int index, int count) {
    if (index >= count) {
      throw LoupeException.of(what + index)
          .expected("an index from 0 to " + (count - 1))
          .got(String.valueOf(index));
    }
  }

  /// Computes.
  public void run() {
    program.run();
  }

  /// The value of a sample's target.
  public float score(int sample) {
    Tensor values = aimed.item(sample);
    Tensor mask = aim.item(sample);
    double sum = 0;
    for (int i = 0; i < mask.length(); i++) {
      if (mask.get(i) != 0) {
        sum += (double) mask.get(i) * values.get(i);
      }
    }
    return (float) sum;
  }

  /// What the layer of the targets gives: N, then as the layer has it.
  public Tensor aimed() {
    return aimed;
  }

  /// The gradients of the targets for the input: N, spatial..., C.
  ///
  /// @throws IllegalArgumentException if they were not asked for
  public Tensor gradient() {
    return program.output(INPUT_GRADIENT);
  }

  /// The gradients of the targets for a layer; zeros where the targets don't depend on it.
  ///
  /// @throws IllegalArgumentException if they were not asked for
  public Tensor gradient(String layer) {
    return program.output(gradientName(layer));
  }

  /// The values of a layer.
  ///
  /// @throws IllegalArgumentException if they were not asked for
  public Tensor value(String layer) {
    return program.output(valueName(layer));
  }

  static String gradientName(String layer) {
    return "gradient of " + layer;
  }

  static String valueName(String layer) {
    return "value of " + layer;
  }
}
