package dev.loupe.cli;

import dev.loupe.data.Splits;
import dev.loupe.train.Trainer;
import dev.loupe.train.TrainingListener;
import dev.loupe.train.study.OverfitCheck;
import dev.loupe.train.study.OverfitResult;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;

/// `loupe train --overfit-batch`.
final class OverfitRun {
  private final Surroundings surroundings;
  private final CommonOptions common;

  OverfitRun(Surroundings surroundings, CommonOptions common) {
    this.surroundings = surroundings;
    this.common = common;
  }

  /// Checks and tells.
  ///
  /// @return 0 if the check was passed, 1 if not
  int call(Trainer trainer, Splits splits) {
    OverfitResult result;
    try (Progress progress = Progress.of(surroundings, common.quiet)) {
      TrainingListener listener =
          new TrainingListener() {
            @Override
            public void step(StepResult step) {
              String how = "loss " + Figures.decimals(step.loss(), 4);
              progress.at("one batch", step.step(), step.steps(), how);
            }
          };
      result = OverfitCheck.of(trainer).listener(listener).run(splits);
    }
    if (common.json) {
      surroundings.out().println(Json.line(json(result)));
    } else {
      tell(result);
    }
    return result.passed() ? 0 : Failures.FAILED;
  }

  private void tell(OverfitResult result) {
    PrintStream out = surroundings.out();
    out.println(
        "%s: loss %s after %d steps on %d samples, %s at the first; %s of them right"
            .formatted(
                result.passed() ? "passed" : "failed",
                result.diverged() ? "not finite" : Figures.decimals(result.lastLoss(), 4),
                result.losses().size(),
                result.samples(),
                Figures.decimals(result.firstLoss(), 4),
                Figures.percent(result.accuracy())));
    if (!result.passed()) {
      out.println("the network should know one batch by heart; look at");
      result.advice().forEach(a -> out.println("  " + a));
    }
  }

  private static Map<String, Object> json(OverfitResult result) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("passed", result.passed());
    all.put("diverged", result.diverged());
    all.put("samples", result.samples());
    all.put("steps", result.losses().size());
    all.put("accuracy", result.accuracy());
    all.put("losses", result.losses());
    all.put("advice", result.advice());
    return all;
  }
}
