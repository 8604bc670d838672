"""Train the two model versions that the first-promotion story registers.

Data: scikit-learn's diabetes set (442 patients, ten baseline measurements, disease progression
after one year), which ships inside the package, so nothing is downloaded. Version 1 is a ridge regression
with the library's defaults; version 2 is a gradient boosting whose settings a five-fold
cross-validation chose on the train part alone. Every number in metrics.json is measured on the 89
patients of the test part, which no model and no choice has seen.

Run:  pip install -r model/v1/requirements.txt && python train.py
Writes model/v1 and model/v2. With the pinned requirements a second run writes the same metrics.
"""

import hashlib
import json
import platform
from importlib.metadata import version
from pathlib import Path

import joblib
import numpy as np
from sklearn.datasets import load_diabetes
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_absolute_error, r2_score, root_mean_squared_error
from sklearn.model_selection import GridSearchCV, KFold, train_test_split

SEED = 42
TEST_SHARE = 0.2
OUTPUT = Path(__file__).parent / "model"

# What version 2 may be: small trees and few of them, so that the file stays small.
SEARCH = {
    "learning_rate": [0.03, 0.05, 0.1],
    "n_estimators": [60, 90, 120],
    "subsample": [0.5, 0.7, 1.0],
}

PINNED = ["joblib", "numpy", "scikit-learn", "scipy"]


def canonical_bytes(features: np.ndarray, target: np.ndarray) -> bytes:
    """The data set as bytes that depend on no machine or file format.

    Row-major little-endian float64, ten features and then the target of each patient.
    """
    table = np.column_stack([features, target])
    return np.ascontiguousarray(table, dtype="<f8").tobytes()


def write_json(path: Path, value: object) -> None:
    text = json.dumps(value, indent=2, sort_keys=True) + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")


def measure(model, features: np.ndarray, target: np.ndarray) -> dict[str, float]:
    """Quality on data that the model has not seen.

    Ten digits, because the last bits of a floating-point sum differ between processors.
    """
    predicted = model.predict(features)
    return {
        "mae": round(float(mean_absolute_error(target, predicted)), 10),
        "r2": round(float(r2_score(target, predicted)), 10),
        "rmse": round(float(root_mean_squared_error(target, predicted)), 10),
    }


def set_params(model) -> dict[str, object]:
    """The parameters that were in force, without those that are unset or only kept for old code."""
    params = model.get_params()
    return {name: value for name, value in params.items() if value not in (None, "deprecated")}


def main() -> None:
    features, target = load_diabetes(return_X_y=True)
    digest = hashlib.sha256(canonical_bytes(features, target)).hexdigest()
    x_train, x_test, y_train, y_test = train_test_split(
        features, target, test_size=TEST_SHARE, random_state=SEED
    )

    search = GridSearchCV(
        GradientBoostingRegressor(max_depth=2, random_state=SEED),
        SEARCH,
        scoring="neg_root_mean_squared_error",
        cv=KFold(n_splits=5, shuffle=True, random_state=SEED),
    )
    models = {
        "v1": Ridge().fit(x_train, y_train),
        "v2": search.fit(x_train, y_train).best_estimator_,
    }

    for name, model in models.items():
        metrics = measure(model, x_test, y_test)
        folder = OUTPUT / name
        folder.mkdir(parents=True, exist_ok=True)
        joblib.dump(model, folder / "model.joblib", compress=3)
        write_json(folder / "metrics.json", metrics)
        write_json(
            folder / "params.json",
            {
                **set_params(model),
                "estimator": type(model).__name__,
                "python": platform.python_version(),
                "split_seed": SEED,
                "test_share": TEST_SHARE,
            },
        )
        write_json(
            folder / "dataset.json",
            {"digest": f"sha256:{digest}", "name": "sklearn.datasets.load_diabetes"},
        )
        pins = "".join(f"{package}=={version(package)}\n" for package in PINNED)
        (folder / "requirements.txt").write_text(pins, encoding="utf-8", newline="\n")
        size = (folder / "model.joblib").stat().st_size
        print(f"{name}: {type(model).__name__}, {size} bytes, {metrics}")


if __name__ == "__main__":
    main()
