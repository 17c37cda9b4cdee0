// NVIDIA A100 SXM4 80 GB ("Ampere"). Rates are dense, at the boost clock.
#sheet = "NVIDIA A100 Tensor Core GPU datasheet, 2021, https://www.nvidia.com/content/dam/en-zz/Solutions/Data-Center/a100/pdf/nvidia-a100-datasheet-us-nvidia-1758950-r4-web.pdf"
#paper = "NVIDIA A100 Tensor Core GPU Architecture whitepaper, v1.0, 2020, https://images.nvidia.com/aem-dam/en-zz/Solutions/data-center/nvidia-ampere-architecture-whitepaper.pdf"
module attributes {
  dlti.target_system_spec = #dlti.target_system_spec<
    "nvidia-a100-sxm" = #dlti.target_device_spec<
      "description" = "NVIDIA A100 SXM4, 108 SMs, 80 GB HBM2e",
      "kind" = "gpu",
      "cores" = #dlti.map<"count" = 108, "source" = #paper>,
      "clock" = #dlti.map<"hz" = 1.41e9, "source" = "NVIDIA A100 whitepaper: boost clock">,
      "power" = #dlti.map<"watts" = 400, "source" = #sheet>,
      "rates" = #dlti.map<
        "vector" = #dlti.map<
          f64 = #dlti.map<"ops_per_second" = 9.7e12, "ops_per_cycle" = 64, "source" = #sheet>,
          f32 = #dlti.map<"ops_per_second" = 19.5e12, "ops_per_cycle" = 128, "source" = #sheet>,
          f16 = #dlti.map<"ops_per_second" = 78.0e12, "ops_per_cycle" = 512, "source" = #paper>,
          bf16 = #dlti.map<"ops_per_second" = 39.0e12, "ops_per_cycle" = 256, "source" = #paper>,
          i32 = #dlti.map<"ops_per_second" = 19.5e12, "ops_per_cycle" = 128, "source" = #paper>>,
        "matrix" = #dlti.map<
          f64 = #dlti.map<"ops_per_second" = 19.5e12, "ops_per_cycle" = 128, "source" = #sheet>,
          (tf32) -> f32 = #dlti.map<"ops_per_second" = 156.0e12, "ops_per_cycle" = 1024, "source" = #sheet>,
          (f16) -> f16 = #dlti.map<"ops_per_second" = 312.0e12, "ops_per_cycle" = 2048, "source" = #paper>,
          (f16) -> f32 = #dlti.map<"ops_per_second" = 312.0e12, "ops_per_cycle" = 2048, "source" = #sheet>,
          (bf16) -> f32 = #dlti.map<"ops_per_second" = 312.0e12, "ops_per_cycle" = 2048, "source" = #sheet>,
          (i8) -> i32 = #dlti.map<"ops_per_second" = 624.0e12, "ops_per_cycle" = 4096, "source" = #sheet>,
          (i4) -> i32 = #dlti.map<"ops_per_second" = 1248.0e12, "ops_per_cycle" = 8192, "source" = #sheet>>>,
      "levels" = #dlti.map<
        "L1" = #dlti.map<"bytes" = 196608, "line" = 128, "cores" = 1, "source" = #paper,
          "bandwidth" = #dlti.map<"bytes_per_cycle" = 128, "source" = "NVIDIA CUDA C++ Programming Guide: 32 banks of shared memory, 4 bytes each in a cycle">>,
        "L2" = #dlti.map<"bytes" = 41943040, "line" = 128, "cores" = 108, "source" = #paper,
          "bandwidth" = #dlti.map<"bytes_per_second" = 7.219e12, "source" = "NVIDIA A100 whitepaper: 5120 bytes read in a clock, at the boost clock">>,
        "HBM" = #dlti.map<"bytes" = 80000000000, "cores" = 108, "source" = #sheet,
          "bandwidth" = #dlti.map<"bytes_per_second" = 2.039e12, "source" = #sheet>>>,
      "links" = #dlti.map<
        "nvlink" = #dlti.map<"bytes_per_second" = 300.0e9, "source" = "NVIDIA A100 datasheet: 600 GB/s of NVLink in both directions">,
        "pcie" = #dlti.map<"bytes_per_second" = 32.0e9, "source" = "NVIDIA A100 datasheet: 64 GB/s of PCI Express 4.0 in both directions">>>>
} {}
