package dev.loupe.explain.method;

import dev.loupe.explain.Lens;
import dev.loupe.explain.Progress;
import dev.loupe.explain.Question;
import dev.loupe.explain.Target;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.Optional;

/// A way to say which parts of a sample a target depends on: a record of its settings. One for
/// signals, pictures and volumes.
public sealed interface Method
    permits Saliency,
        SmoothGrad,
        InputTimesGradient,
        GuidedBackpropagation,
        IntegratedGradients,
        Occlusion,
        GradCam,
        GradCamPlusPlus,
        LayerCam,
        ScoreCam,
        AttentionMap,
        Rollout,
        GradientAttention,
        RandomMap {
  /// The name by which it is asked for, such as `gradcam`.
  String name();

  /// Explains one sample.
  ///
  /// @param sample spatial..., C, as the network takes it
  /// @param progress is told how far it has come
  /// @throws LoupeException if the sample does not fit, or the network lacks what the method needs
  Attribution explain(Lens lens, Tensor sample, Target target, Progress progress);

  /// What the method asks of a network about the values that it answers, where it asks once: the
  /// [Probe][dev.loupe.explain.Probe] of it then tells the answers too, without a program of their
  /// own.
  ///
  /// @throws LoupeException if the network lacks what the method needs
  default Optional<Question> question(Lens lens) {
    return Optional.empty();
  }

  /// Explains one sample.
  default Attribution explain(Lens lens, Tensor sample, Target target) {
    return explain(lens, sample, target, Progress.NONE);
  }

  /// Reads a name with settings, such as `smoothgrad:samples=25` or `gradcam:layer=features.3`.
  ///
  /// @throws LoupeException if there is no such method or setting
  static Method parse(String text) {
    return Methods.parse(text);
  }

  /// The name with the settings, such as `occlusion:size=0.125,overlap=0.5,baseline=0`, as
  /// [#parse] reads it.
  default String text() {
    return Methods.text(this);
  }

  /// Refuses a sample that is not of the network's input.
  static void check(Lens lens, Tensor sample) {
    Shape input = lens.network().input();
    if (!sample.shape().equals(input)) {
      throw LoupeException.of("the sample does not fit the network")
          .expected(input.toString())
          .got(sample.shape().toString());
    }
  }
}
