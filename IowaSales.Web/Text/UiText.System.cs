namespace IowaSales.Web.Text;

internal static partial class UiText
{
    /// <summary>Whether everything runs.</summary>
    internal static class System
    {
        public const string Name = "System";
        public const string Title = "System status";
        public const string Api = "Forecasting API";
        public const string Address = "Address";
        public const string State = "State";
        public const string LastAnswer = "Last response";
        public const string Latency = "Latest latency";
        public const string Documentation = "API documentation";
        public const string OpenApi = "OpenAPI description";
        public const string Health = "Health";
        public const string NoPublicAddress = "Set Api:PublicUrl to the API's address as browsers see it to link to its documentation.";
        public const string Model = "Model";
        public const string Version = "Version";
        public const string Trained = "Trained";
        public const string TrainingTime = "Training time";
        public const string Preset = "Preset and seed";
        public const string Source = "Data source";
        public const string Simulated = "simulated";
        public const string DataRange = "Data";
        public const string Size = "Size";
        public const string Horizon = "Horizon";
        public const string FileFormat = "File format";
        public const string Latencies = "Latency by endpoint";
        public const string LatenciesMeaning = "Response times seen by this dashboard, up to the last 100 per endpoint.";
        public const string Endpoint = "Endpoint";
        public const string Answers = "Responses";
        public const string Latest = "Latest";
        public const string Median = "Median";
        public const string P95 = "95th percentile";
        public const string NoLatencies = "No responses yet.";
        public const string Dashboard = "Dashboard version";
        public const string AnswersNow = "Connected";
        public const string NotAsked = "Not asked yet";

        public static string SizeOf(int items, long rows) => $"{Format.Plural(items, "product")}, {Format.Plural(rows, "row")}";

        public static string HorizonOf(int days) => Format.Plural(days, "day");

        public static string PresetOf(string preset, int seed) => $"{preset}, seed {seed}";
    }
}
