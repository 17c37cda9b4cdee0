// NVIDIA H100 SXM5 80 GB ("Hopper"). Rates are dense, at the boost clock.
#sheet = "NVIDIA H100 Tensor Core GPU datasheet, https://resources.nvidia.com/en-us-tensor-core/nvidia-tensor-core-gpu-datasheet"
#paper = "NVIDIA H100 Tensor Core GPU Architecture whitepaper, v1.04, 2023"
#boost = #dlti.map<"hz" = 1.98e9, "source" = "NVIDIA H100 whitepaper: boost clock">
#tensorBoost = #dlti.map<"hz" = 1.83e9, "source" = "NVIDIA H100 whitepaper: boost clock of the tensor cores, but for f64">
module attributes {
  dlti.target_system_spec = #dlti.target_system_spec<
    "nvidia-h100-sxm" = #dlti.target_device_spec<
      "description" = "NVIDIA H100 SXM5, 132 SMs, 80 GB HBM3",
      "kind" = "gpu",
      "cores" = #dlti.map<"count" = 132, "source" = #paper>,
      "clock" = #boost,
      "power" = #dlti.map<"watts" = 700, "source" = #sheet>,
      "rates" = #dlti.map<
        "vector" = #dlti.map<
          f64 = #dlti.map<"ops_per_second" = 33.5e12, "ops_per_cycle" = 128, "source" = #paper>,
          f32 = #dlti.map<"ops_per_second" = 66.9e12, "ops_per_cycle" = 256, "source" = #paper>,
          f16 = #dlti.map<"ops_per_second" = 133.8e12, "ops_per_cycle" = 512, "source" = #paper>,
          bf16 = #dlti.map<"ops_per_second" = 133.8e12, "ops_per_cycle" = 512, "source" = #paper>,
          i32 = #dlti.map<"ops_per_second" = 33.5e12, "ops_per_cycle" = 128, "source" = #paper>>,
        "matrix" = #dlti.map<
          f64 = #dlti.map<"ops_per_second" = 66.9e12, "ops_per_cycle" = 256, "source" = #paper>,
          (tf32) -> f32 = #dlti.map<"ops_per_second" = 494.7e12, "ops_per_cycle" = 2048, "clock" = #tensorBoost, "source" = #paper>,
          (f16) -> f16 = #dlti.map<"ops_per_second" = 989.4e12, "ops_per_cycle" = 4096, "clock" = #tensorBoost, "source" = #paper>,
          (f16) -> f32 = #dlti.map<"ops_per_second" = 989.4e12, "ops_per_cycle" = 4096, "clock" = #tensorBoost, "source" = #paper>,
          (bf16) -> f32 = #dlti.map<"ops_per_second" = 989.4e12, "ops_per_cycle" = 4096, "clock" = #tensorBoost, "source" = #paper>,
          (f8E4M3FN) -> f32 = #dlti.map<"ops_per_second" = 1978.9e12, "ops_per_cycle" = 8192, "clock" = #tensorBoost, "source" = #paper>,
          (f8E5M2) -> f32 = #dlti.map<"ops_per_second" = 1978.9e12, "ops_per_cycle" = 8192, "clock" = #tensorBoost, "source" = #paper>,
          (i8) -> i32 = #dlti.map<"ops_per_second" = 1978.9e12, "ops_per_cycle" = 8192, "clock" = #tensorBoost, "source" = #paper>>>,
      "levels" = #dlti.map<
        "L1" = #dlti.map<"bytes" = 262144, "line" = 128, "cores" = 1, "source" = #paper,
          "bandwidth" = #dlti.map<"bytes_per_cycle" = 128, "source" = "NVIDIA CUDA C++ Programming Guide: 32 banks of shared memory, 4 bytes each in a cycle">>,
        "L2" = #dlti.map<"bytes" = 52428800, "line" = 128, "cores" = 132, "source" = #paper>,
        "HBM" = #dlti.map<"bytes" = 80000000000, "cores" = 132, "source" = #sheet,
          "bandwidth" = #dlti.map<"bytes_per_second" = 3.35e12, "source" = #sheet>>>,
      "links" = #dlti.map<
        "nvlink" = #dlti.map<"bytes_per_second" = 450.0e9, "source" = "NVIDIA datasheet: 900 GB/s of NVLink in both directions">,
        "pcie" = #dlti.map<"bytes_per_second" = 64.0e9, "source" = "NVIDIA datasheet: 128 GB/s of PCI Express 5.0 in both directions">>>>
} {}
