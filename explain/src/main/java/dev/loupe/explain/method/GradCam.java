package dev.loupe.explain.method;

import dev.loupe.explain.Lens;
import dev.loupe.explain.Progress;
import dev.loupe.explain.Question;
import dev.loupe.explain.Target;
import dev.loupe.tensor.Tensor;
import java.util.Optional;

/// The channels of a layer, each weighted by the mean gradient of the target for it, added; what is
/// above 0 of the sum, enlarged to the sample. As coarse as the layer.
///
/// Source: Selvaraju et al., Grad-CAM, ICCV 2017, equations 1 and 2.
///
/// @param layer its path; empty for the last one with places
public record GradCam(String layer) implements Method {
  /// Of the last layer with places.
  public static final GradCam USUAL = new GradCam("");

  @Override
  public String name() {
    return "gradcam";
  }

  @Override
  public Optional<Question> question(Lens lens) {
    return Optional.of(LayerMap.question(lens, new Target.Output(0), layer));
  }

  @Override
  public Attribution explain(Lens lens, Tensor sample, Target target, Progress progress) {
    LayerMap m = LayerMap.of(lens, sample, target, layer);
    double[] weights = new double[m.channels()];
    for (int i = 0; i < m.places(); i++) {
      for (int c = 0; c < weights.length; c++) {
        weights[c] += m.gradient(i, c) / (double) m.places();
      }
    }
    return m.attribution(this, sample, target, m.weighted(weights));
  }
}
