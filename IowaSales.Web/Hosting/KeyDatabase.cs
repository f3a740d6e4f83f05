using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace IowaSales.Web.Hosting;

/// <summary>Keys in a database whose table is created at the first use: the database may come up later than the dashboard.</summary>
/// <param name="services">Gives the context.</param>
/// <param name="logs">Creates the log.</param>
internal sealed class KeyDatabase(IServiceProvider services, ILoggerFactory logs) : IXmlRepository
{
    private readonly EntityFrameworkCoreXmlRepository<KeyContext> _keys = new(services, logs);
    private readonly Lock _preparing = new();
    private bool _prepared;
    private volatile bool _answered;

    /// <summary>Whether the database has answered at least once. What it answered is kept in memory, so that it may be away later.</summary>
    public bool Answered => _answered;

    /// <inheritdoc/>
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        Prepare();
        var elements = _keys.GetAllElements();
        _answered = true;
        return elements;
    }

    /// <inheritdoc/>
    public void StoreElement(XElement element, string friendlyName)
    {
        Prepare();
        _keys.StoreElement(element, friendlyName);
    }

    private void Prepare()
    {
        lock (_preparing)
        {
            if (_prepared)
            {
                return;
            }

            using var scope = services.CreateScope();
            scope.ServiceProvider.GetRequiredService<KeyContext>().CreateTable();
            _prepared = true;
        }
    }
}
