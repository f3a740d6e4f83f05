namespace IowaSales.Api.Http.Problems;

/// <summary>Registers problem details for everything that is not an answer.</summary>
internal static class ProblemServices
{
    /// <summary>Adds the writer of problem details.</summary>
    /// <param name="builder">The host's builder.</param>
    public static void AddProblems(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IProblemDetailsWriter, JsonProblemWriter>();
        builder.Services.AddProblemDetails();
        builder.Services.AddExceptionHandler<BadRequestHandler>();
        builder.Services.AddExceptionHandler<MemoryHandler>();
    }

    /// <summary>Turns exceptions and empty error answers into problem details.</summary>
    /// <param name="app">The application.</param>
    public static void UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
    }
}
