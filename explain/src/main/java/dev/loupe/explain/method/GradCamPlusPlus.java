package dev.loupe.explain.method;

import dev.loupe.explain.Lens;
import dev.loupe.explain.Progress;
import dev.loupe.explain.Question;
import dev.loupe.explain.Target;
import dev.loupe.tensor.Tensor;
import java.util.Optional;

/// As Grad-CAM, with weights in which places of a channel that speak for the target count by how
/// much each is needed, so that several objects of a class are found.
///
/// With g the gradients and A the values of a channel, a place has `alpha = g^2 / (2 g^2 + sum(A)
/// g^3)`, and the channel the weight `sum(alpha max(g, 0))`: the target's exponential, whose
/// derivatives the paper takes, is a factor that all weights share.
///
/// Source: Chattopadhay et al., Grad-CAM++, WACV 2018, equations 10 and 19.
///
/// @param layer its path; empty for the last one with places
public record GradCamPlusPlus(String layer) implements Method {
  /// Of the last layer with places.
  public static final GradCamPlusPlus USUAL = new GradCamPlusPlus("");

  @Override
  public String name() {
    return "gradcam++";
  }

  @Override
  public Optional<Question> question(Lens lens) {
    return Optional.of(LayerMap.question(lens, new Target.Output(0), layer));
  }

  @Override
  public Attribution explain(Lens lens, Tensor sample, Target target, Progress progress) {
    LayerMap m = LayerMap.of(lens, sample, target, layer);
    double[] weights = new double[m.channels()];
    for (int c = 0; c < weights.length; c++) {
      double sum = 0;
      for (int i = 0; i < m.places(); i++) {
        sum += m.value(i, c);
      }
      for (int i = 0; i < m.places(); i++) {
        double g = m.gradient(i, c);
        double below = 2 * g * g + sum * g * g * g;
        if (g > 0 && below != 0) {
          weights[c] += g * g / below * g;
        }
      }
    }
    return m.attribution(this, sample, target, m.weighted(weights));
  }
}
