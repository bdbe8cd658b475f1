import { organisationId, type Organisation } from '../../domain/organisation/organisation.ts';
import { organisationScope } from '../../domain/row.ts';

/** A customer whose extensions are nobody's own: whoever calls from one of them is of the town hall. */
export function demoOrganisations(): Organisation[] {
  const name = 'Mairie de Kerlaz-sur-Mer';
  return [
    {
      id: organisationId(name),
      scope: organisationScope,
      name,
      numbers: ['+33261917720', '+3326191773*'],
      note: 'Standard fermé de 12 h à 13 h 30. Accès au local technique : demander à l’accueil.',
    },
  ];
}
