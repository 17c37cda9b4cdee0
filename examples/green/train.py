"""Trains the two models of this folder with random hyperparameters, and writes results.csv.

    pip install torch scikit-learn
    python train.py

The data are the 1797 handwritten digits of scikit-learn (Alpaydin and Kaynak: Optical Recognition
of Handwritten Digits, UCI, 1998), 1200 to train and 597 to validate. Each model gets 24
experiments: learning rate, momentum, batch and number of epochs are drawn at random.
"""

import csv
import random
import time

import torch
from sklearn.datasets import load_digits
from torch import nn

TRAINED = 1200
EXPERIMENTS = 24


def make(name: str) -> nn.Module:
    if name == "mlp":
        return nn.Sequential(nn.Flatten(), nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10))
    return nn.Sequential(
        nn.Conv2d(1, 16, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(144, 10)
    )


def main() -> None:
    torch.set_num_threads(1)
    digits = load_digits()
    images = torch.tensor(digits.images, dtype=torch.float32)[:, None] / 16
    labels = torch.tensor(digits.target)
    order = torch.randperm(len(labels), generator=torch.Generator().manual_seed(0))
    images, labels = images[order], labels[order]
    drawn = random.Random(0)
    with open("results.csv", "w", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(
            "model experiment seed dataset dataset_size batch learning_rate momentum epochs seconds "
            "score".split()
        )
        for name in ("mlp", "cnn"):
            for number in range(EXPERIMENTS):
                rate = round(10 ** drawn.uniform(-3, 0.3), 4)
                momentum = round(drawn.uniform(0, 0.95), 2)
                batch = drawn.choice([16, 32, 64, 128])
                epochs = drawn.choice([4, 8, 16, 32])
                shared = [name, f"{name}-{number}", number, "digits", TRAINED, batch, rate, momentum]
                torch.manual_seed(number)
                model = make(name)
                optimizer = torch.optim.SGD(model.parameters(), rate, momentum)
                seconds = 0.0
                for epoch in range(1, epochs + 1):
                    start = time.perf_counter()
                    for part in torch.randperm(TRAINED).split(batch):
                        optimizer.zero_grad()
                        nn.functional.cross_entropy(model(images[part]), labels[part]).backward()
                        optimizer.step()
                    seconds += time.perf_counter() - start
                    if epoch & (epoch - 1) == 0:
                        with torch.no_grad():
                            outputs = model(images[TRAINED:])
                        right = (outputs.argmax(1) == labels[TRAINED:]).float().mean().item()
                        score = f"{right:.4f}" if outputs.isfinite().all() else ""
                        table.writerow([*shared, epoch, f"{seconds:.3f}", score])


if __name__ == "__main__":
    main()
